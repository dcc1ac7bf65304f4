// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import java.util.ArrayList;
import java.util.List;

/** Reads the form of {@code named.conf}: statements of words and blocks, with quotes and all kinds of comments. */
final class ConfReader {

    /** A statement: its words, and what stands in each of its blocks. */
    record Statement(List<String> words, List<List<Statement>> blocks) {

        Statement in(String first) {
            return blocks.get(0).stream()
                    .filter(inner -> inner.words().get(0).equals(first))
                    .findFirst()
                    .orElseThrow();
        }

        List<Statement> all(String first) {
            return blocks.get(0).stream()
                    .filter(inner -> inner.words().get(0).equals(first))
                    .toList();
        }
    }

    private final String text;
    private int at;

    private ConfReader(String text) {
        this.text = text;
    }

    static List<Statement> read(String text) {
        var reader = new ConfReader(text);
        List<Statement> all = reader.statements();
        if (reader.at < text.length()) {
            throw new IllegalStateException("a block ends that never began at " + reader.at);
        }
        return all;
    }

    private List<Statement> statements() {
        List<Statement> all = new ArrayList<>();
        for (skip(); at < text.length() && text.charAt(at) != '}'; skip()) {
            all.add(statement());
        }
        return all;
    }

    private Statement statement() {
        List<String> words = new ArrayList<>();
        List<List<Statement>> blocks = new ArrayList<>();
        for (skip(); text.charAt(at) != ';'; skip()) {
            if (text.charAt(at) == '{') {
                at++;
                blocks.add(statements());
                at++;
            } else {
                words.add(word());
            }
        }
        at++;
        return new Statement(words, blocks);
    }

    private String word() {
        int begin = at;
        if (text.charAt(at) == '"') {
            var word = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                word.append(text.charAt(at));
            }
            at++;
            return word.toString();
        }
        while (!Character.isWhitespace(text.charAt(at)) && "{};\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(begin, at);
    }

    private void skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at) || text.charAt(at) == '#') {
                at = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
            } else if (text.startsWith("/*", at)) {
                at = text.indexOf("*/", at) + 2;
            } else {
                return;
            }
        }
    }
}
