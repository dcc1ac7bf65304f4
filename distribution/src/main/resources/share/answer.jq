# SPDX-License-Identifier: Apache-2.0
# Shows the pages of an answer as a table, as JSON or as YAML. What strangers wrote never steers the terminal.

def clean:
  if explode | any(. < 32 or (. >= 127 and . < 160) or (. >= 8234 and . <= 8238) or (. >= 8294 and . <= 8297)) then
    explode | map(if . == 9 or . == 10 or . == 13 then 32
      elif . < 32 or (. >= 127 and . < 160) or (. >= 8234 and . <= 8238) or (. >= 8294 and . <= 8297) then 65533
      else . end) | implode
  else . end;

def paint($text):
  if $colour != "1" then $text
  elif . == "up" or . == "succeeded" or . == "alive" or . == "pass" then "\u001b[32m\($text)\u001b[0m"
  elif . == "down" or . == "failed" or . == "failing" or . == "crash-looping" or . == "missing" or . == "misconfigured"
  then "\u001b[31m\($text)\u001b[0m"
  else $text end;

def cell:
  if type == "string" then clean
  elif . == null then ""
  elif . == true then "yes"
  elif . == false then "no"
  elif type == "array" then map(cell) | join(", ")
  elif type == "object" then to_entries | map("\(.key | clean)=\(.value | cell)") | join(" ")
  else tostring end;

def at($path): if $path == [] then .
  elif type == "array" then map(at($path))
  elif type == "object" then .[$path[0]] | at($path[1:])
  else null end;

def padded($width): . + (" " * ($width - length) // "");

def table($names):
  map(. as $row | $names | map(. as $name | $row | at($name | split(".")) | cell)) as $rows
  | [$names | map(split(".") | last | ascii_upcase)] + $rows
  | . as $all | ($names | length) as $n
  | [range(0; $n) as $i | [$all[][$i] | length] | max] as $widths
  | range(0; length) as $r | $all[$r] as $row
  | [range(0; $n) as $i | $row[$i] as $text | (if $i == $n - 1 then $text else $text | padded($widths[$i]) end) as $shown
     | if $r == 0 then (if $colour == "1" then "\u001b[1m\($shown)\u001b[0m" else $shown end)
       else $text | paint($shown) end]
  | join("  ") | sub(" +$"; "");

def listed($columns):
  if $columns != [] then table($columns)
  elif length == 0 then empty
  elif all(type == "object") then (.[0] | keys_unsorted) as $keys | table($keys)
  else .[] | cell end;

def lines($indent):
  to_entries[] | (.key | if type == "string" then clean else tostring end) as $key | .value
  | if type == "object" and length > 0 then "\($indent)\($key):", lines($indent + "  ")
    elif type == "array" and any(type == "object") then
      "\($indent)\($key):", (.[] | if type == "object" then "\($indent)  - \(cell)" else "\($indent)  - \(cell)" end)
    else "\($indent)\($key): \(. as $value | cell | . as $text | $value | paint($text))" end;

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

[inputs] | if length == 0 then empty else whole
  | if $form == "json" then safe
    elif $form == "yaml" then safe | yaml("")
    elif type == "object" and (.items | type) == "array" then
      if .items == [] and .empty then .empty | clean else .items | listed($columns | split(" ") - ["-", ""]) end
    elif type == "array" then listed([])
    elif type == "object" then lines("")
    else cell end
  end
