package io.triskel.cli.build;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that the launcher {@code triskel} passes to the programs that it starts.
 *
 * @param home the folder that holds the launcher
 * @param out the launcher's build folder below each module
 * @param name how the launcher was called
 * @param watched whether standard error is a terminal, which Java cannot find out for that stream alone
 */
public record Launch(Path home, String out, String name, boolean watched) {
    /** The command's name, if the launcher did not say how it was called. */
    public static final String DEFAULT_NAME = "triskel";

    /** {@return what the launcher said, or empty if something else started this program} */
    public static Optional<Launch> of(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("TRISKEL_HOME"))
                .filter(home -> environment.containsKey("TRISKEL_OUT"))
                .map(home -> new Launch(
                        Path.of(home),
                        environment.getOrDefault("TRISKEL_OUT", ""),
                        nameIn(environment),
                        "1".equals(environment.get("TRISKEL_TTY"))));
    }

    /** {@return how the command is to be typed} */
    public static String nameIn(Map<String, String> environment) {
        return environment.getOrDefault("TRISKEL_NAME", DEFAULT_NAME);
    }
}
