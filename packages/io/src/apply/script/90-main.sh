# One text, three ways to run it; the third is that of the connection, above.

case $1 in
  guard)
    mw_code=$0
    mw_guard "$2" "$3"
    ;;
  at)
    shift
    mw_act "$@"
    ;;
esac
