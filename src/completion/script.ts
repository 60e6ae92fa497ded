/** What a shell has to be told once, so that it asks us at the prompt; kept small, for what can be decided is decided in `complete.ts`. */
import type { Shell } from './shell.js';

const bash = String.raw`# bash completion for audit
_audit() {
  local answer reply
  COMPREPLY=()
  while IFS= read -r reply; do
    case $answer in
      '') answer=$reply; [ "$answer" = files ] && compopt -o default 2>/dev/null ;;
      *) COMPREPLY+=("$reply") ;;
    esac
  done < <("\${1/#\~/$HOME}" __complete bash "\${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
  case \${COMPREPLY[0]-} in *=) compopt -o nospace 2>/dev/null ;; esac
}
complete -F _audit audit
`;

const zsh = String.raw`#compdef audit
_audit() {
  local -a lines values shown
  local line
  lines=("\${(@f)$("\${(Q)words[1]/#\~/$HOME}" __complete zsh "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  if [[ $lines[1] == files ]]; then
    _files
    return
  fi
  for line in "\${(@)lines[2,-1]}"; do
    values+=("\${line%%$'\t'*}")
    if [[ $line == *$'\t' ]]; then shown+=("\${line%%$'\t'*}"); else shown+=("\${line/$'\t'/  -- }"); fi
  done
  (( $#values )) && compadd -U -l -V audit -d shown -a values
}
if [[ $funcstack[1] == _audit ]]; then
  _audit "$@"
else
  compdef _audit audit
fi
`;

const fish = String.raw`# fish completion for audit
function __audit_complete
  set -l words (commandline -opc)
  set -l program $words[1]
  set -e words[1]
  set -l current (commandline -ct)
  set -l lines (command $program __complete fish $words "$current" 2>/dev/null)
  set -l answer $lines[1]
  set -e lines[1]
  if test "$answer" = files
    __fish_complete_path "$current"
  else if test (count $lines) -gt 0
    printf '%s\n' $lines
  end
end
complete -c audit -f -k -a '(__audit_complete)'
`;

const unescaped = (text: string) => text.replaceAll('\\${', '${');

/** What to run in each shell; ends with a line break. */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: unescaped(bash),
  zsh: unescaped(zsh),
  fish: unescaped(fish),
};
