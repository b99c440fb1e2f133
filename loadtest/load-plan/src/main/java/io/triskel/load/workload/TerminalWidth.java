package io.triskel.load.workload;

import java.util.Map;

/** The width of the terminal, as the launcher or the shell says it in {@code COLUMNS}; 80 if neither does. */
public final class TerminalWidth {
    private static final int USUAL = 80;

    /** picocli lays out nothing narrower. */
    private static final int NARROWEST_HELP = 55;

    /** A longer line of text is hard to read. */
    private static final int WIDEST_HELP = 120;

    private TerminalWidth() {}

    /** {@return the number of columns} */
    public static int of(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{1,4}") ? Integer.parseInt(columns) : USUAL;
    }

    /** {@return the number of columns for {@code --help}} */
    public static int ofHelp(Map<String, String> environment) {
        return Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, of(environment)));
    }
}
