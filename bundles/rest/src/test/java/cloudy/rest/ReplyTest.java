// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.InvalidFieldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class ReplyTest {

    @Test
    void aFullDiskIsSaidToBeOne() {
        var full = new FileSystemException("etc/.new", null, "No space left on device");
        for (Throwable failure : new Throwable[] {
            full, new UncheckedIOException(full), new IllegalStateException("not written", new IOException(full))
        }) {
            assertThat(Reply.problem(failure)).hasValueSatisfying(problem -> {
                assertThat(problem.status()).isEqualTo(507);
                assertThat(problem).hasMessage("The node's disk is full; make room, and do it again.");
            });
        }
        assertThat(Reply.title(507)).isEqualTo("Insufficient Storage");
    }

    @Test
    void whatNobodyForesawStaysInTheLog() {
        assertThat(Reply.problem(new IOException("Permission denied"))).isEmpty();
        assertThat(Reply.problem(new IllegalStateException("No space left on device")))
                .as("words of anybody's")
                .isEmpty();
        assertThat(Reply.problem(new InvalidFieldException("port", "is none")))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(400));
    }
}
