// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void alignsColumnsWhateverIsInThem() {
        var table = new Table(new Table.Column("NAME", 8), Table.Column.of("PORT"), Table.Column.of("SINCE"));
        table.row("相机", "80", "now");
        table.row("a very long name", "9001", "");
        table.note("a note is never cut, however long it is");
        table.row("\u001b[31mred", "1\n2", "x");

        assertThat(printed(table))
                .isEqualTo(
                        """
                NAME      PORT  SINCE
                相机      80    now
                a very …  9001
                    a note is never cut, however long it is
                �[31mred  1�2   x
                """);
    }

    private static String printed(Table table) {
        var bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
