# SPDX-License-Identifier: Apache-2.0
# One sentence of a problem (RFC 9457), with the field that it is about.
(.detail // .title) as $text | (.field // "") as $field
| if $field == "" or ($text | startswith($field)) then $text else "\($field): \($text)" end
| explode | map(if . < 32 or (. >= 127 and . < 160) then 32 else . end) | implode
