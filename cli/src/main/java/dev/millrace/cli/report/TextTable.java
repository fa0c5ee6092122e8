package dev.millrace.cli.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Left-aligned columns, three spaces apart, as kubectl prints them. */
public final class TextTable {
    private static final int GAP = 3;

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    public TextTable(String... headings) {
        columns = headings.length;
        rows.add(List.of(headings));
    }

    /** Adds a row; {@code cells} as many as there are headings. */
    public TextTable row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("cells: " + cells.length + ", not " + columns);
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Whether there is any row below the headings. */
    public boolean isEmpty() {
        return rows.size() == 1;
    }

    /** Prints headings and rows. */
    public void print(PrintWriter out) {
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + GAP);
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }
}
