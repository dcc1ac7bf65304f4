# SPDX-License-Identifier: Apache-2.0
# One sentence of a problem (RFC 9457), with the field that it is about, which follows on a line of its own.
def clean: explode | map(if . < 32 or (. >= 127 and . < 160) or (. >= 8234 and . <= 8238) or (. >= 8294 and . <= 8297) then 32
  else . end) | implode;

(.detail // .title) as $text | (.field // "") as $field
| (if $field == "" or ($text | startswith($field)) then $text else "\($field): \($text)" end, $field)
| clean
