// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows under headers, two blanks between the columns, each row on one line.
 *
 * <p>Karaf's own table counts chars where a terminal counts columns, and passes escape sequences on.
 */
final class Table {

    private static final String GAP = "  ";

    /** A column, and how wide it may get. */
    record Column(String header, int max) {

        static Column of(String header) {
            return new Column(header, Integer.MAX_VALUE);
        }
    }

    /** Cells, or one note that belongs to the row above. */
    private record Row(List<Line> cells, boolean isNote) {}

    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    Table(Column... columns) {
        this.columns = List.of(columns);
        row(Arrays.stream(columns).map(Column::header).toArray(String[]::new));
    }

    void row(String... cells) {
        rows.add(new Row(
                IntStream.range(0, columns.size())
                        .mapToObj(i -> new Line(cells[i]).cut(columns.get(i).max()))
                        .toList(),
                false));
    }

    /** Adds a line below the last row, indented and never cut. */
    void note(String text) {
        rows.add(new Row(List.of(new Line(text)), true));
    }

    void print(PrintStream out) {
        int[] widths = IntStream.range(0, columns.size()).map(this::width).toArray();
        for (Row row : rows) {
            out.println(row.isNote() ? GAP + GAP + row.cells().get(0).text() : printed(row.cells(), widths));
        }
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> !row.isNote())
                .mapToInt(row -> row.cells().get(column).width())
                .max()
                .orElse(0);
    }

    private static String printed(List<Line> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(i == 0 ? "" : GAP).append(cells.get(i).padded(widths[i]));
        }
        return line.toString().stripTrailing();
    }
}
