# SPDX-License-Identifier: Apache-2.0
# Shows the pages of an answer as a table, as JSON or as YAML. What strangers wrote never steers the terminal.

# A sentence of ours in the language of whoever types: what stands after it in $sentences, if it does.
def said($english): "    '\($english)') text=\"" as $begin
  | first(($sentences | split("\n")[] | select(startswith($begin)) | .[($begin | length):] | rtrimstr("\" ;;")), $english);

def clean:
  if explode | any(. < 32 or (. >= 127 and . < 160) or (. >= 8234 and . <= 8238) or (. >= 8294 and . <= 8297)) then
    explode | map(if . == 9 or . == 10 or . == 13 then 32
      elif . < 32 or (. >= 127 and . < 160) or (. >= 8234 and . <= 8238) or (. >= 8294 and . <= 8297) then 65533
      else . end) | implode
  else . end;

def paint($text):
  if $colour != "1" then $text
  elif . == "up" or . == "succeeded" or . == "alive" or . == "pass" or . == "fine" then "\u001b[32m\($text)\u001b[0m"
  elif . == "down" or . == "failed" or . == "failing" or . == "crash-looping" or . == "missing" or . == "misconfigured"
    or . == "fault"
  then "\u001b[31m\($text)\u001b[0m"
  elif . == "warning" then "\u001b[33m\($text)\u001b[0m"
  else $text end;

# A moment to the second. (Not by the clock on the wall: jq before 1.7 gets summer time wrong.)
def moment:
  if length > 19 and length < 36 and .[10:11] == "T" and .[-1:] == "Z" and .[4:5] == "-" and .[13:14] == ":" then
    "\(.[:10]) \(.[11:19])Z"
  else . end;

def cell:
  if type == "string" then clean | moment
  elif . == null then ""
  elif . == true then "yes"
  elif . == false then "no"
  elif type == "array" then map(cell) | join(", ")
  elif type == "object" then
    if (keys_unsorted - ["key", "value"]) == [] and has("key") then
      "\(.key | cell)\(if .value == null then "" else "=\(.value | cell)" end)"
    else to_entries | map("\(.key | clean)=\(.value | cell)") | join(" ") end
  else tostring end;

def at($path): if $path == [] then .
  elif type == "array" then map(at($path))
  elif type == "object" then .[$path[0]] | at($path[1:])
  else null end;

def padded($width): . + (" " * ($width - length) // "");

# "lastUsed" is LAST USED.
def heading: explode | map(if . >= 65 and . <= 90 then [32, .] else [.] end) | add // [] | implode | ascii_upcase;

# The widths with which a row has $all characters at most: what is widest gets less, but the first, which is typed again.
def narrowed($all):
  until((add + 2 * (length - 1) <= $all) or (.[1:] | (max // 0) <= 16);
    (add + 2 * (length - 1) - $all) as $over
    | (.[1:] | max) as $widest | ((.[1:] | index($widest)) + 1) as $at
    | ((.[1:$at] + .[$at + 1:]) | max // 0) as $next
    | .[$at] = ([$widest - $over, $next - 1, 16] | max));

# A text as lines of $width characters.
def wrapped($width):
  if length <= $width then [.]
  else reduce (split(" ")[] | if length > $width then [match(".{1,\($width)}"; "g").string][] else . end) as $word ([];
    if length == 0 then [$word]
    elif (.[-1] | length) + 1 + ($word | length) <= $width then .[:-1] + ["\(.[-1]) \($word)"]
    else . + [$word] end) end;

def table($names):
  map(. as $row | $names | map(. as $name | $row | at($name | split(".")) | cell)) as $rows
  | [$names | map(split(".") | last | heading)] + $rows
  | . as $all | ($names | length) as $n | ($width | tonumber) as $most
  | [range(0; $n) as $i | [$all[][$i] | length] | max]
  | if $most > 0 and add + 2 * (length - 1) > $most then narrowed($most) else . end
  | . as $widths
  | range(0; $all | length) as $r | $all[$r] as $row
  | [range(0; $n) as $i | if $most > 0 then $row[$i] | wrapped($widths[$i]) else [$row[$i]] end] as $cells
  | range(0; [$cells[] | length] | max) as $line
  | [range(0; $n) as $i | ($cells[$i][$line] // "") as $text
     | (if $i == $n - 1 then $text else $text | padded($widths[$i]) end) as $shown
     | if $r == 0 then (if $colour == "1" then "\u001b[1m\($shown)\u001b[0m" else $shown end)
       else $row[$i] | paint($shown) end]
  | join("  ") | sub(" +$"; "");

def listed($columns):
  if length == 0 then said("There are none.")
  elif $columns != [] then table($columns)
  elif all(type == "object") then (.[0] | keys_unsorted) as $keys | table($keys)
  else .[] | cell end;

def flat: type != "object" and type != "array" or (type == "array" and all(type != "object"))
  or (type == "array" and all(type == "object" and (keys_unsorted - ["key", "value"]) == []));

# A thing line by line; what a thing of a list has is a block of its own.
def lines($indent):
  to_entries[] | (.key | if type == "string" then clean else tostring end) as $key | .value
  | if type == "object" and length > 0 then "\($indent)\($key):", lines($indent + "  ")
    elif flat then
      "\($indent)\($key): \(. as $value | cell | . as $text | $value | if type == "string" then paint($text) else $text end)"
      | sub(" +$"; "")
    elif type == "object" then "\($indent)\($key):"
    else "\($indent)\($key):", (.[]
      | if type == "object" and all(.[]; flat) and ([.[] | cell | length] | add // 0) < 60 then
          "\($indent)  - \(to_entries | map("\(.key | clean): \(.value | cell)") | join(", "))"
        elif type == "object" then
          [lines($indent + "    ")] | "\($indent)  - \(.[0][($indent | length) + 4:])", .[1:][]
        else "\($indent)  - \(cell)" end)
    end;

def key: if test("^[A-Za-z_][A-Za-z0-9_-]*$") and (test("^(?i:y|n|yes|no|on|off|true|false|null)$") | not) then . else tojson end;

def yaml($indent):
  if type == "object" and length > 0 then
    to_entries[] | (.key | key) as $key | .value
    | if (type == "object" or type == "array") and length > 0 then "\($indent)\($key):", yaml($indent + "  ")
      else "\($indent)\($key): \(tojson)" end
  elif type == "array" and length > 0 then
    .[] | if (type == "object" or type == "array") and length > 0 then
        [yaml($indent + "  ")] | "\($indent)- \(.[0][($indent | length) + 2:])", .[1:][]
      else "\($indent)- \(tojson)" end
  else "\($indent)\(tojson)" end;

# Of a list in several pages one; "next" stays when there is more than was fetched.
def whole: if length == 1 then .[0]
  else (.[0] | del(.next)) + {items: (map(.items) | add)} + (if .[-1].next then {next: .[-1].next} else {} end) end;

def safe: if $tty == "1" then walk(if type == "string" then clean else . end) else . end;

# The settings that there are, for somebody who wants to make one.
def settings:
  (.required // []) as $required
  | .properties | to_entries | map({
      name: .key,
      type: (.value.enum // .value.items.enum // [.value.type // "any"] | join("|")),
      default: (.value.default // (if .key as $key | $required | index($key) then said("(needed)") else "" end)),
      description: ([.value.title, .value.description] | map(select(. != null and . != "")) | join(": "))
    }) | table(["name", "type", "default", "description"]);

[inputs] | if length == 0 then empty else whole
  | if $form == "json" then safe
    elif $form == "yaml" then safe | yaml("")
    elif type == "object" and (.items | type) == "array" then
      if .items == [] and .empty then .empty | clean else .items | listed($columns | split(" ") - ["-", ""]) end
    elif type == "array" then listed([])
    elif type == "object" and keys == ["job", "location"] then
      (.job | cell) as $job | said("It goes on as a job; to see how: cloudy job show %s") | split("%s") | join($job)
    elif type == "object" and (.properties | type) == "object" and .type == "object" then settings
    elif type == "object" then del(.csrf) | lines("")
    else cell end
  end
