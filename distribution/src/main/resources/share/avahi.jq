# SPDX-License-Identifier: Apache-2.0
# Announcements as the first Cloudy's search printed them: $plug is "avahi", a line for each as avahi-browse -p has it, or
# "serf", one JSON array. Input is a page of announcements, then, if there is one, a page of members.

def blank: gsub("\\s"; "_");

def code: "\\" + ("00\(.)" | .[-3:]);

# As Avahi escapes labels.
def escaped: [@uri | scan("%[0-9A-F]{2}|[^%]")
  | if . == "." or . == "%5C" then if . == "." then "\\." else "\\\\" end
    elif test("^[A-Za-z0-9_-]$") then .
    elif length == 3 then (explode[1:] | map(if . > 57 then . - 55 else . - 48 end) | .[0] * 16 + .[1]) | code
    else explode[0] | code end] | join("");

def facts: (.txt // {}) | to_entries | map(if .value == null then .key else "\(.key)=\(.value)" end);

def quoted: explode | map(if . == 34 or . == 92 then [92, .] elif . < 32 or . == 127 then (code | explode) else [.] end)
  | add // [] | implode | "\"\(.)\"";

# The directory keeps the first label of what was heard on the LAN; there all of them were under this one.
def full: if .host | contains(".") then .host else "\(.host).guifi.local" end;

def wanted($plug):
  (.address | test("^[0-9.]+$"))
  and (.own or (.carriers | index($plug)))
  and ($type == "" or $type == "." or .type == $type)
  and ($host == "" or $host == "." or .host == $host or (full | startswith("\($host).")));

[inputs] as [$found, $members]
| [$found.items[]] as $all
| if $plug == "avahi" then
    $all[] | select(wanted("mdns"))
    | "_\(.type)._\(.protocol);\(.description | escaped);\(full);\(.address);\(.port);\(facts | map(quoted) | join(" "))"
  else
    ([$members.items[]? | {key: .address, value: .name}] | reverse | from_entries) as $names
    | [$all[] | select(wanted("serf")) | {
        node_id: ($names[.address] // .nodeId // .host | blank),
        s: (.type | blank),
        d: (.description | blank),
        m: (full | blank),
        i: .address,
        p: (.port | tostring),
        e: "",
        t: (facts | join("&") | blank)
      }] | tojson
  end
