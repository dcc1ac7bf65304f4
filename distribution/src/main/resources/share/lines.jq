# SPDX-License-Identifier: Apache-2.0
# Lines of text, or the data of server-sent events ($stream is 1), as they come. A problem instead of them ends it with
# its code.

def clean:
  explode | map(if . == 9 then . elif . < 32 or (. >= 127 and . < 160) or (. >= 8234 and . <= 8238)
    or (. >= 8294 and . <= 8297) then 65533 else . end) | implode;

def problem: (try fromjson catch null)
  | if type == "object" and (.status | type) == "number" and (.detail | type) == "string" then . else null end;

def code: if . == 404 then 3 elif . == 401 or . == 403 then 4 elif . == 409 then 5 elif . == 400 then 2 else 1 end;

# An event as a person reads it; as it came where JSON was asked for.
def event: if $form != "table" or (startswith("{\"") | not) then . else
  . as $text | (try fromjson catch null)
  | if type == "object" and (.type | type) == "string" and (.facts | type) == "object" then
      (now | floor | todate | "\(.[:10]) \(.[11:])") as $now
      | [$now, .type, .subject // "", (.facts | to_entries[] | "\(.key)=\(.value | tostring)")]
      | map(tostring | select(. != "")) | join("  ")
    else $text end end;

foreach inputs as $line ({first: true};
  .show = null
  | if $stream == "0" then .show = $line
    elif .first and ($line | startswith("{\"")) and ($line | problem) then
      $line | problem | "cloudy: \(.detail | clean)\n" | halt_error($line | problem | .status | code)
    elif $line == "" then .event = null
    elif $line | startswith("event:") then .event = ($line[6:] | ltrimstr(" "))
    elif ($line | startswith("data:")) and .event != "end" then .show = ($line[5:] | ltrimstr(" "))
    else . end
  | .first = false;
  .show | select(. != null) | if $stream == "1" then event else . end | clean)
