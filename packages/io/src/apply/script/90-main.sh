# One text, three ways to run it.

case $1 in
  agent) mw_agent "$2" ;;
  guard)
    mw_code=$0
    mw_guard "$2" "$3"
    ;;
  at)
    shift
    mw_act "$@"
    ;;
esac
