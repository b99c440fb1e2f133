package io.triskel.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The commit of Triskel's folder, for results; queried once. */
final class Commit {
    /** Names the commit if there is no repository, as in a container. */
    private static final String VARIABLE = "TRISKEL_COMMIT";

    private static final String UNKNOWN = "unknown";

    private final Path home;
    private Optional<String> known;

    Commit(Path home, Map<String, String> environment) {
        this.home = home;
        this.known = Optional.ofNullable(environment.get(VARIABLE));
    }

    /** {@return the commit's short name, with a plus sign if files differ from it; "unknown" without git or outside of a repository} */
    String name() {
        String name = known.orElseGet(() -> ask(home));
        known = Optional.of(name);
        return name;
    }

    private static String ask(Path home) {
        String name = git(home, "rev-parse", "--short=12", "HEAD");
        if (name.equals(UNKNOWN) || name.isEmpty()) {
            return UNKNOWN;
        }
        return git(home, "status", "--porcelain", "--untracked-files=no").isEmpty() ? name : name + "+";
    }

    private static String git(Path home, String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = home.toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : UNKNOWN;
        } catch (IOException noGit) {
            return UNKNOWN;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
