# A shell reads a text command by command: what follows is not read for a connection, which needs none of it.
case $1 in agent)
  mw_agent "$2"
  exit 0
  ;;
esac
