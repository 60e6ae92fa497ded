// Checks the folder of a proof with Go's own checksum-database code, and with nothing of ours.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	folder := os.Args[1]
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(folder, name))
		demand(err)
		return string(data)
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(read("keys")))
	demand(err)
	opened, err := note.Open([]byte(read("checkpoint")), note.VerifierList(verifier))
	demand(err)
	lines := strings.Split(opened.Text, "\n")
	size, root := number(lines[1]), hashOf(lines[2])

	parts := strings.SplitN(read("event.tlog-proof"), "\n\n", 2)
	proofLines := strings.Split(parts[0], "\n")
	index := number(strings.TrimPrefix(proofLines[1], "index "))
	record := tlog.RecordHash([]byte(read("leaf")))
	demand(tlog.CheckRecord(tlog.RecordProof(hashes(proofLines[2:])), size, root, index, record))

	known := strings.Fields(read("known-head"))
	consistency := tlog.TreeProof(hashes(strings.Fields(read("consistency"))))
	demand(tlog.CheckTree(consistency, size, root, number(known[1]), hashOf(known[2])))
	fmt.Println("ok")
}

func hashes(lines []string) (found []tlog.Hash) {
	for _, line := range lines {
		found = append(found, hashOf(line))
	}
	return
}

func hashOf(text string) (hash tlog.Hash) {
	data, err := base64.StdEncoding.Strict().DecodeString(text)
	demand(err)
	if len(data) != len(hash) {
		demand(fmt.Errorf("%q is no hash", text))
	}
	copy(hash[:], data)
	return
}

func number(text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	demand(err)
	return value
}

func demand(err error) {
	if err != nil {
		fmt.Println("NOT PROVEN:", err)
		os.Exit(1)
	}
}
