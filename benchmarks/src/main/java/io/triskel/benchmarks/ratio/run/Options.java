package io.triskel.benchmarks.ratio.run;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a measurement of ratios.
 *
 * @param rounds that count
 * @param warmUps rounds that do not count
 * @param strict whether a missed goal is a failure
 * @param json where the results go as JSON
 * @param names of what is measured; empty for all
 */
public record Options(int rounds, int warmUps, boolean strict, Optional<Path> json, Set<String> names) {
    public Options {
        names = Set.copyOf(names);
    }

    /** {@return how the command is called} */
    public static String usage(String command, List<String> known) {
        return "usage: " + command + " [--rounds N] [--warm-ups N] [--strict] [--json FILE] [" + String.join("|", known)
                + " ...]";
    }

    /**
     * {@return what was asked for; empty if any argument is not understood}
     *
     * @param known names of what can be measured
     */
    public static Optional<Options> parse(List<String> arguments, List<String> known) {
        Deque<String> left = new ArrayDeque<>(arguments);
        Options options = new Options(15, 30, false, Optional.empty(), Set.of());
        Set<String> names = new LinkedHashSet<>();
        while (!left.isEmpty()) {
            String argument = left.remove();
            Optional<String> value = Optional.ofNullable(left.peek());
            if (known.contains(argument)) {
                names.add(argument);
            } else if (argument.equals("--strict")) {
                options = new Options(options.rounds, options.warmUps, true, options.json, options.names);
            } else if (argument.equals("--json") && value.isPresent()) {
                Path file = Path.of(left.remove());
                options =
                        new Options(options.rounds, options.warmUps, options.strict, Optional.of(file), options.names);
            } else if (argument.equals("--rounds")
                    && value.filter(Options::counts).isPresent()) {
                int rounds = Math.max(1, Integer.parseInt(left.remove()));
                options = new Options(rounds, options.warmUps, options.strict, options.json, options.names);
            } else if (argument.equals("--warm-ups")
                    && value.filter(Options::counts).isPresent()) {
                int warmUps = Integer.parseInt(left.remove());
                options = new Options(options.rounds, warmUps, options.strict, options.json, options.names);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Options(options.rounds, options.warmUps, options.strict, options.json, names));
    }

    /** {@return whether this is to be measured} */
    public boolean asksFor(String name) {
        return names.isEmpty() || names.contains(name);
    }

    private static boolean counts(String text) {
        return text.matches("[0-9]{1,4}");
    }
}
