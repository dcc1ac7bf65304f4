# SPDX-License-Identifier: Apache-2.0
# The options of a command, by their names and types in twos, with what the contract says of them if it is the input.

# A sentence of ours in the language of whoever types: what stands after it in $sentences, if it does.
def said($english): "    '\($english)') text=\"" as $begin
  | first(($sentences | split("\n")[] | select(startswith($begin)) | .[($begin | length):] | rtrimstr("\" ;;")), $english);

def clean: gsub("\\s+"; " ") | explode | map(select(. >= 32 and (. < 127 or . >= 160) and (. < 8234 or . > 8238)
  and (. < 8294 or . > 8297))) | implode;

def followed($contract): if type == "object" and (.["$ref"] | type) == "string" then
    .["$ref"][2:] | split("/") as $steps | $contract | getpath($steps) else . end;

def said: [
    (.description // .title // "" | clean),
    (if has("default") then
       (.default | if type == "array" then map(tostring) | join(",") else tostring end | clean) as $default
       | said("(%s if it is missing)") | split("%s") | join($default)
     else "" end)
  ] | map(select(. != "")) | join(" ");

def padded($width): . + (" " * ($width - length) // "");

def wrapped($width): reduce (split(" ")[]) as $word ([];
  if length > 0 and (.[-1] | length) + 1 + ($word | length) <= $width then .[:-1] + ["\(.[-1]) \($word)"]
  else . + [$word] end);

([inputs][0] // {}) as $contract
| ($contract.paths[$path][$method | ascii_downcase]? // {}) as $operation
| ($operation.requestBody | followed($contract) | .content?["application/json"].schema? | followed($contract) // {}) as $body
| ([$operation.parameters[]? | followed($contract) | {key: .name, value: ((.schema // {}) + {description: .description} | said)}]
   + [($body.properties // {}) | to_entries[] | {key, value: (.value | followed($contract) | said)}]
   | from_entries) as $texts
| [range(0; $ARGS.positional | length; 2) as $i | {name: $ARGS.positional[$i], type: $ARGS.positional[$i + 1]}]
  | . as $own
  | . + ((if $operation == {} or $operation.responses["202"]? or ($path | test("^/api/v1/services(/|$)")) then
      [{name: "wait", type: "", text: said("until what it begins has ended, and with its exit code")}] else [] end)
  + [{name: "output", type: "table|json|yaml", text: said("-o for short")},
     {name: "timeout", type: said("seconds"), text: ""},
     {name: "node", type: "host[:port]", text: said("another node")}]
    | map(select(.name as $name | all($own[]; .name != $name))))
| (map(.name | length) | max) as $names | ([map(.type | length)[], 0] | map(select(. <= 26)) | max) as $types
| (($operation.description // "" | clean | select(. != "") | wrapped(86)[] | "  \(.)"),
   (.[] | . as $option
    | ((.text // $texts[.name] // "") | if . == "" then [""] else wrapped(60) end) as $text
    | "  --\(.name | padded($names))  \(.type | padded($types))  \($text[0])",
      ($text[1:][] | "\(" " * ($names + $types + 8))\(.)")))
| sub(" +$"; "")
