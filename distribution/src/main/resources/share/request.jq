# SPDX-License-Identifier: Apache-2.0
# Makes of a command's values what curl reads as its configuration. Values come as arguments in threes, kind, name and
# "=value", so that none of them looks like an option of jq. Input is text: the JSON schema of free values or "null",
# then a line "name<tab>value" for each secret, which no other process may see.

# A sentence of ours in the language of whoever types: what stands after it in $sentences, if it does.
def said($english): "    '\($english)') text=\"" as $begin
  | first(($sentences | split("\n")[] | select(startswith($begin)) | .[($begin | length):] | rtrimstr("\" ;;")), $english);

def refuse($name; $sentence): "cloudy: \($name) \(said($sentence))\n" | halt_error(2);

def scalar($name; $type):
  if $type == "integer" then
    if test("^-?[0-9]{1,15}$") then tonumber else refuse($name; "must be a whole number") end
  elif $type == "number" then
    if test("^-?[0-9]{1,15}([.][0-9]{1,15})?$") then tonumber else refuse($name; "must be a number") end
  elif $type == "boolean" then
    if . == "true" then true elif . == "false" then false else refuse($name; "must be true or false") end
  elif $type == "object" then
    (try fromjson catch null) | if type == "object" then . else refuse($name; "must be an object in JSON") end
  else . end;

def pair: index("=") as $at | if $at == null then {key: .} else {key: .[:$at], value: .[$at + 1:]} end;

# Of all values that were given for one name.
def typed($name; $type; $items):
  if $type == "pairs" then map(pair)
  elif $type == "array" then if . == [""] then [] else map(scalar($name; $items)) end
  elif length > 1 then refuse($name; "is given twice")
  else .[0] | scalar($name; $type) end;

def grouped: reduce .[] as $one ({order: [], values: {}};
  (if .values[$one.name] then . else .order += [$one.name] end) | .values[$one.name] += [$one.value]);

def named: (.name | split(":")) as [$name, $type] | . + {name: $name, type: $type};

def typed_object:
  (map({key: .name, value: .type}) | from_entries) as $types | grouped
  | .values as $values | reduce .order[] as $name ({}; .[$name] = ($values[$name] | typed($name; $types[$name]; "string")));

def free_object($schema):
  map(.value | index("=") as $at | {name: .[:$at], value: .[$at + 1:]})
  | (map(select(.name | endswith(":"))) | map({
      key: .name[:-1],
      value: (.name[:-1] as $name | .value | try fromjson catch refuse($name; "is not JSON"))
    }) | from_entries) as $raw
  | map(select(.name | endswith(":") | not)) | grouped
  | .values as $values | reduce .order[] as $name ($raw;
      ($schema.properties[$name]? // {}) as $property
      | .[$name] = ($values[$name] | typed($name; $property.type // "string"; $property.items.type? // "string")));

def config: split("\\") | join("\\\\") | split("\"") | join("\\\"");

(rtrimstr("\n") | split("\n")) as $lines
| ($lines[0] | fromjson) as $schema
| ($lines[1:] | map(index("\t") as $at | {key: .[:$at], value: .[$at + 1:]}) | from_entries) as $secrets
| $ARGS.positional as $all
| [range(0; $all | length; 3) as $i | {kind: $all[$i], name: $all[$i + 1], value: $all[$i + 2][1:]}] as $given
| ($given | map(select(.kind == "path") | {key: .name, value: .value}) | from_entries) as $places
| ($given | map(select(.kind == "query") | named) | grouped
   | .values as $values | .order | map("\(.)=\($values[.] | map(@uri) | join(","))") | join("&")) as $query
| (($given | map(select(.kind == "body") | named) | typed_object)
   + ($given | map(select(.kind == "free")) | free_object($schema)) + $secrets) as $body
| ($path | split("/") | map(if startswith("{") then $places[.[1:-1]] | @uri else . end) | join("/")) as $path
| "url = \"\($base)\($path)\(if $query == "" then "" else "?\($query)" end)\"",
  if $with_body == "1" and any($given[]; .kind == "body" and (.name | endswith(":file"))) then
    "header = \"Content-Type: application/yaml\"",
    "data-binary = \"@\(first($given[] | select(.name | endswith(":file")) | .value) | config)\""
  elif $with_body == "1" then
    "header = \"Content-Type: application/json\"", "data-binary = \"\($body | tojson | config)\""
  else empty end
