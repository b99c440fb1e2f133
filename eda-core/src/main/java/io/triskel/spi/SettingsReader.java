package io.triskel.spi;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads settings from environment variables, and collects all problems, so that one error names every wrong value. */
public final class SettingsReader {
    private final String what;
    private final Map<String, String> variables;
    private final Set<String> problems = new LinkedHashSet<>();

    /**
     * Makes a reader.
     *
     * @param what the start of the error, such as "The environment"
     * @param variables such as {@code System.getenv()}
     */
    public SettingsReader(String what, Map<String, String> variables) {
        this.what = what;
        this.variables = variables;
    }

    /** Adds a problem, once. */
    public void problem(String text) {
        problems.add(text);
    }

    /** {@return the value of a variable, if it is set and not blank} */
    public Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * {@return the value of a variable, if it is set}
     *
     * @param wrong the rest of the sentence after the name; {@code %s} is the value
     */
    public Optional<String> text(String name, Predicate<String> good, String wrong) {
        Optional<String> text = text(name);
        text.filter(good.negate()).ifPresent(value -> problem(name + " " + wrong.formatted(value)));
        return text;
    }

    /** {@return a variable's time in milliseconds, or {@code otherwise}, unchecked, if it is not set} */
    public Duration millis(String name, Duration otherwise, int least, int most) {
        return number(name, "is a number of milliseconds from ", least, most)
                .map(Duration::ofMillis)
                .orElse(otherwise);
    }

    /** {@return a variable's number of connections, or {@code otherwise}, unchecked, if it is not set} */
    public int connections(String name, int otherwise, int least, int most) {
        return number(name, "is a number of connections from ", least, most).orElse(otherwise);
    }

    private Optional<Integer> number(String name, String isFrom, int least, int most) {
        return text(
                        name,
                        value -> parsed(value)
                                .filter(number -> number >= least && number <= most)
                                .isPresent(),
                        isFrom + least + " to " + most + ", not '%s'")
                .flatMap(SettingsReader::parsed);
    }

    private static Optional<Integer> parsed(String value) {
        return value.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(value)) : Optional.empty();
    }

    /**
     * Throws if there are problems.
     *
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public void complain() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(what + " is not complete:\n- " + String.join("\n- ", problems));
        }
    }
}
