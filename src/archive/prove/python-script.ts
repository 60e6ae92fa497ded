/** The script that goes with every proof: Python 3 and nothing else, so that whoever has the folder can check it, and read how. */

export const scriptName = 'verify.py';

export const pythonScript = `#!/usr/bin/env python3
"""Checks the proof in this folder. Needs Python 3 and nothing else: no package, no network, none of our software.

    python3 verify.py             checks everything against the key in this folder
    python3 verify.py <key>       demands that it is this key: the one that you were told elsewhere

It ends with 0 when everything holds, and with 1 and a word when something does not.
"""
import base64
import hashlib
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent


def main():
    leaf_line = (FOLDER / "leaf").read_bytes()
    digest, name = leaf_line.decode().rstrip("\\n").split("  ", 1)
    event = FOLDER / name
    if event.exists():
        demand(hashlib.sha256(event.read_bytes()).hexdigest() == digest, "the event is not the one of the leaf")
        say("the event's bytes are those that the leaf names")
    else:
        say("the event's content is not in this folder; only its leaf is proven")

    index, path, note = read_proof((FOLDER / "event.tlog-proof").read_text(encoding="utf-8"))
    demand(note == (FOLDER / "checkpoint").read_text(encoding="utf-8"), "proof and checkpoint disagree")
    origin, size, root, text, signatures = read_checkpoint(note)
    demand(root_from_path(leaf_hash(leaf_line), index, size, path) == root, "the leaf is not in the tree that was signed")
    say("the leaf is number %d of the %d in the tree with root %s" % (index, size, base64.b64encode(root).decode()))

    keys = (FOLDER / "keys").read_text(encoding="utf-8").split()
    if len(sys.argv) > 1:
        demand(sys.argv[1] in keys, "this folder was not signed by the key that you gave")
        keys = [sys.argv[1]]
    for key in keys:
        demand(is_signed(key, origin, text, signatures), "the signature of %s does not hold" % key)
        say("the checkpoint is signed by %s" % key)
    check_known(size, root)
    if len(sys.argv) == 1:
        say("whether that is the right key, this folder cannot say: compare it with the one that you were told elsewhere")


def check_known(size, root):
    """The tree of a head that was kept earlier is the beginning of this one."""
    known = FOLDER / "known-head"
    if not known.exists():
        return
    key, known_size, known_root = known.read_text(encoding="utf-8").split()
    path = [base64.b64decode(line) for line in (FOLDER / "consistency").read_text().split()]
    old_root = base64.b64decode(known_root)
    demand(is_consistent(int(known_size), old_root, size, root, path), "the log does not go on from the known head")
    say("the log goes on from the known head of %s leaves" % known_size)


# C2SP tlog-proof, tlog-checkpoint, signed-note

def read_proof(text):
    head, note = text.split("\\n\\n", 1)
    lines = head.split("\\n")
    demand(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("index "), "this is no tlog-proof")
    return int(lines[1][6:]), [base64.b64decode(line, validate=True) for line in lines[2:]], note


def read_checkpoint(note):
    text, rest = note.split("\\n\\n", 1)
    origin, size, root = text.split("\\n")
    signatures = []
    for line in rest.splitlines():
        dash, name, blob = line.split(" ")
        demand(dash == "\\u2014", "this is no signature")
        signatures.append((name, base64.b64decode(blob, validate=True)))
    return origin, int(size), base64.b64decode(root, validate=True), (text + "\\n").encode(), signatures


def is_signed(key, origin, text, signatures):
    name, key_id, blob = key.split("+", 2)
    typed = base64.b64decode(blob, validate=True)
    computed = hashlib.sha256(name.encode() + b"\\n" + typed).digest()[:4]
    if name != origin or typed[:1] != b"\\x01" or len(typed) != 33 or computed.hex() != key_id:
        return False
    return any(
        signer == name and blob[:4] == computed and ed25519_verify(typed[1:], text, blob[4:])
        for signer, blob in signatures
    )


# RFC 6962 and RFC 9162

def leaf_hash(data):
    return hashlib.sha256(b"\\x00" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\\x01" + left + right).digest()


def root_from_path(current, index, size, path):
    if not 0 <= index < size:
        return None
    node, last = index, size - 1
    for sibling in path:
        if last == 0:
            return None
        if node % 2 == 1 or node == last:
            current = node_hash(sibling, current)
            while node % 2 == 0 and node != 0:
                node, last = node // 2, last // 2
        else:
            current = node_hash(current, sibling)
        node, last = node // 2, last // 2
    return current if last == 0 else None


def is_consistent(old_size, old_root, size, root, path):
    if old_size == size:
        return path == [] and old_root == root
    if not 0 < old_size < size or not path:
        return False
    if old_size & (old_size - 1) == 0:
        path = [old_root] + path
    node, last = old_size - 1, size - 1
    while node % 2 == 1:
        node, last = node // 2, last // 2
    old, new = path[0], path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node % 2 == 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while node % 2 == 0 and node != 0:
                node, last = node // 2, last // 2
        else:
            new = node_hash(new, sibling)
        node, last = node // 2, last // 2
    return last == 0 and old == old_root and new == root


# Ed25519 (RFC 8032, 5.1.7), plain and slow

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x % 2 != sign else x


def decode_point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = None if y >= P else recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(a, b):
    (ax, ay, az, at), (bx, by, bz, bt) = a, b
    e, f = (ay - ax) * (by - bx) % P, (ay + ax) * (by + bx) % P
    g, h = 2 * at * bt * D % P, 2 * az * bz % P
    m, n, o, q = f - e, h - g, h + g, f + e
    return (m * n % P, o * q % P, n * o % P, m * q % P)


def multiply(point, times):
    result = (0, 1, 1, 0)
    while times:
        if times & 1:
            result = add(result, point)
        point = add(point, point)
        times >>= 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def ed25519_verify(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = decode_point(public), decode_point(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or answer >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    left, right = multiply(BASE, answer), add(commitment, multiply(key, challenge))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def demand(holds, otherwise):
    if not holds:
        print("NOT PROVEN: " + otherwise)
        sys.exit(1)


def say(text):
    print("ok: " + text)


try:
    main()
except (OSError, ValueError, IndexError) as error:
    demand(False, "a file is missing or not what it should be: %s" % error)
`;
