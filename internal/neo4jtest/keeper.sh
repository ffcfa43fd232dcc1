trap '' INT HUP
home=$1; shift
"$@" >>"$home/console.log" 2>&1 &
server=$!
read -r word
case $word in stop) kill -TERM "$server" ;; *) kill -KILL "$server" ;; esac
wait "$server" 2>/dev/null
[ -n "$word" ] || rm -rf "$home"
