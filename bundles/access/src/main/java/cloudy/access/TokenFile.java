// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code data/access/tokens.json}. */
final class TokenFile {

    private final KeptFile file;

    TokenFile(Path folder) {
        file = new KeptFile(folder, "tokens");
    }

    List<Token> open() {
        return file.<List<Token>>open(document -> {
                    var tokens = new ArrayList<Token>();
                    for (Entries entries : document.objects("tokens")) {
                        tokens.add(read(entries));
                    }
                    return tokens;
                })
                .content()
                .orElse(List.of());
    }

    private static Token read(Entries entries) throws IOException {
        Optional<Instant> lastUsed =
                entries.find("lastUsed").isPresent() ? Optional.of(entries.time("lastUsed")) : Optional.empty();
        return new Token(
                entries.text("id"),
                entries.text("hash"),
                entries.text("name"),
                entries.text("userId"),
                entries.role("role"),
                Set.copyOf(entries.texts("scopes")),
                entries.time("created"),
                entries.time("ends"),
                lastUsed);
    }

    void write(Collection<Token> tokens) throws IOException {
        file.write(Map.of("tokens", tokens.stream().map(TokenFile::shown).toList()));
    }

    private static Map<String, Object> shown(Token token) {
        var entries = new LinkedHashMap<String, Object>();
        entries.put("id", token.id());
        entries.put("hash", token.hash());
        entries.put("name", token.name());
        entries.put("userId", token.userId());
        entries.put("role", token.role().name().toLowerCase(Locale.ROOT));
        entries.put("scopes", List.copyOf(token.scopes()));
        entries.put("created", token.created().toString());
        entries.put("ends", token.ends().toString());
        token.lastUsed().ifPresent(time -> entries.put("lastUsed", time.toString()));
        return entries;
    }
}
