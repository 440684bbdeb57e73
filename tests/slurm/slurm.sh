#!/usr/bin/env bash
# A Slurm of its own on this machine, for tests: munged, slurmctld and slurmd from Debian's packages slurm-wlm and munge, without systemd, on free ports, with all files in one folder.
#   slurm.sh start FOLDER   starts it; `export SLURM_CONF=FOLDER/slurm.conf` makes sbatch, squeue, … use it. Says why and exits with 77 where it cannot start.
#   slurm.sh stop FOLDER    ends its jobs and its processes
set -uo pipefail
verb=${1:-} folder=$(realpath -m "${2:-}")

skip() {
  echo "slurm.sh: $1" >&2
  stop
  exit 77
}

stop() {
  local name
  [[ ! -e $folder/slurm.conf ]] || SLURM_CONF=$folder/slurm.conf timeout 5 scancel --state=PENDING,RUNNING -u root > /dev/null 2>&1
  for name in slurmd slurmctld munged; do
    end "$folder/$name.pid"
  done
}

# Ends the process whose number a file holds, if it is there and ours.
end() {
  local pid i
  pid=$(cat "$1" 2> /dev/null) || return 0
  tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null | grep -q -F "$folder" || return 0
  kill "$pid" 2> /dev/null
  for i in {1..50}; do
    kill -0 "$pid" 2> /dev/null || return 0
    sleep 0.1
  done
  kill -KILL "$pid" 2> /dev/null
}

start() {
  local program host ports cpus=4
  [[ $(id -u) == 0 ]] || skip 'slurmd must be root to start jobs'
  for program in munged slurmctld slurmd sbatch; do
    [[ -n $(PATH=$PATH:/usr/sbin type -P "$program") ]] || skip "$program is not installed (apt-get install slurm-wlm munge)"
  done
  PATH=$PATH:/usr/sbin
  mkdir -p "$folder"/{state,spool} || skip "cannot make $folder"
  chmod 755 "$folder"
  host=$(hostname -s)
  # Three ports that nobody listens on.
  ports=($(comm -23 <(shuf -i 20000-30000 -n 50 | sort) <(sed -nE 's/^ *[0-9]+: [0-9A-F]+:([0-9A-F]{4}).*/\1/p' /proc/net/tcp /proc/net/tcp6 | while read -r hex; do echo $((16#$hex)); done | sort -u) | shuf | head -n 2))
  (umask 077 && head -c 1024 /dev/urandom > "$folder/munge.key")
  munged --force --key-file="$folder/munge.key" --socket="$folder/munge.sock" --pid-file="$folder/munged.pid" --log-file="$folder/munged.log" --seed-file="$folder/munge.seed" 2> "$folder/munged.err" \
    || skip "munged does not start: $(tail -n 1 "$folder/munged.err")"
  cat > "$folder/slurm.conf" << CONF
ClusterName=ser-test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmctldPort=${ports[0]}
SlurmdPort=${ports[1]}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge.sock,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,default_queue_depth=1000,sched_interval=1
SchedulerTimeSlice=5
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
MailProg=/bin/true
KillWait=30
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus State=UNKNOWN
PartitionName=test Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
  # The programs are told the folder on their command lines, by which `stop` knows them.
  slurmctld -c -f "$folder/slurm.conf" 2> "$folder/slurmctld.err" || skip "slurmctld does not start: $(tail -n 1 "$folder/slurmctld.err")"
  slurmd -c -f "$folder/slurm.conf" 2> "$folder/slurmd.err" || skip "slurmd does not start: $(tail -n 1 "$folder/slurmd.err")"
  export SLURM_CONF=$folder/slurm.conf
  for i in {1..100}; do
    [[ $(timeout 5 sinfo -h -o %t 2> /dev/null) == idle* ]] && return 0
    sleep 0.1
  done
  skip "the node does not come up: $(tail -n 1 "$folder/slurmd.log")"
}

case $verb in
  start) start ;;
  stop) stop ;;
  *) echo 'slurm.sh: start FOLDER or stop FOLDER' >&2 && exit 2 ;;
esac
