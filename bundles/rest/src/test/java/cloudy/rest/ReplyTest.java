// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.InvalidFieldException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
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
    void aDiskThatCannotBeWrittenIsSaidToBeOne() {
        for (IOException failure : new IOException[] {
            new FileSystemException("etc/.new", null, "Read-only file system"),
            new FileNotFoundException("audit.log (Read-only file system)"),
            new IOException("Input/output error"),
            new SyncFailedException("sync failed")
        }) {
            assertThat(Reply.problem(new UncheckedIOException(failure))).hasValueSatisfying(problem -> {
                assertThat(problem.status()).isEqualTo(507);
                assertThat(problem)
                        .hasMessageStartingWith("The node's disk cannot be written, and nothing has changed.");
            });
        }
        for (IOException failure : new IOException[] {
            new AccessDeniedException("etc/.new"), new FileNotFoundException("audit.log (Permission denied)")
        }) {
            assertThat(Reply.problem(new UncheckedIOException(failure)))
                    .hasValueSatisfying(problem -> assertThat(problem)
                            .hasMessageStartingWith("The node may not read or write a file that this needs"));
        }
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
