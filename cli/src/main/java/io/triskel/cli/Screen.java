package io.triskel.cli;

import io.triskel.load.workload.TerminalWidth;
import java.util.Map;

/**
 * Whether people are at the other end of the standard streams; the launcher knows, Java does not.
 *
 * @param in whether a person types at standard input
 * @param out whether a person watches standard output
 * @param err whether a person watches standard error
 * @param colour whether that person wants colours
 * @param columns the width of the terminal
 */
record Screen(boolean in, boolean out, boolean err, boolean colour, int columns) {
    private static final String RESET = "\u001B[0m";

    /** A colour or a weight of text, where colours are wanted. */
    enum Ink {
        GOOD("\u001B[1;32m"),
        BAD("\u001B[1;31m"),
        FAINT("\u001B[2m");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    /** {@return what the environment says: TRISKEL_TTY and its like are the launcher's, NO_COLOR and TERM the person's} */
    static Screen of(Map<String, String> environment) {
        boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Screen(
                isSet(environment, "TRISKEL_TTY_IN"),
                isSet(environment, "TRISKEL_TTY_OUT"),
                isSet(environment, "TRISKEL_TTY"),
                colour,
                TerminalWidth.of(environment));
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return "1".equals(environment.get(name));
    }

    /** {@return the text as standard output must show it} */
    String onOut(Ink ink, String text) {
        return out && colour ? ink.code + text + RESET : text;
    }
}
