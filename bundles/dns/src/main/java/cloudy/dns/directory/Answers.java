// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Answers as they went out, until something changes. Of what does not fit the older half goes, unless it was asked for
 * again. For one thread.
 */
final class Answers {

    /** What an entry takes beside its bytes, about. */
    private static final int WEIGHT = 150;

    /** Nobody can say beforehand which questions fall together. */
    private static final int MIX = ThreadLocalRandom.current().nextInt() | 1;

    private final int room;
    private final Key probe = new Key(new byte[0], 0, 0);
    private Map<Key, byte[]> young = new HashMap<>();
    private Map<Key, byte[]> old = new HashMap<>();
    private int bytes;
    private long serial;

    /** A question; one object stands for each in turn when looking it up. */
    private static final class Key {

        private byte[] text;
        private int length;
        private int limit;
        private int hash;

        private Key(byte[] text, int length, int limit) {
            set(text, length, limit);
        }

        private void set(byte[] question, int end, int most) {
            text = question;
            length = end;
            limit = most;
            int sum = most;
            for (int i = 0; i < end; i++) {
                sum = (sum ^ question[i]) * MIX;
            }
            hash = sum;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && limit == key.limit
                    && Arrays.equals(text, 0, length, key.text, 0, key.length);
        }
    }

    /** @param room for how many bytes, about */
    Answers(int room) {
        this.room = room;
    }

    /** Forgets all where the zone has changed since. */
    void at(long current) {
        if (current != serial) {
            serial = current;
            young.clear();
            old.clear();
            bytes = 0;
        }
    }

    /** The answer to a question of which at most so many bytes were wanted. */
    Optional<byte[]> find(Question question, int limit) {
        probe.set(question.key, question.nameLength + 2, limit);
        byte[] found = young.get(probe);
        if (found == null) {
            found = old.get(probe);
            if (found != null) {
                put(question, limit, found);
            }
        }
        return Optional.ofNullable(found);
    }

    void put(Question question, int limit, byte[] answer) {
        int length = question.nameLength + 2;
        if (bytes > room / 2) {
            old = young;
            young = new HashMap<>();
            bytes = 0;
        }
        bytes += WEIGHT + length + answer.length;
        young.put(new Key(Arrays.copyOf(question.key, length), length, limit), answer);
    }
}
