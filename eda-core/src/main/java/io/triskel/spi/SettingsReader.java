package io.triskel.spi;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads settings from variables, and collects all problems, so that one error names every wrong value. */
public final class SettingsReader {
    private final String what;
    private final Map<String, String> variables;
    private final Set<String> problems = new LinkedHashSet<>();

    /**
     * Reads nothing yet.
     *
     * @param what begins the error: "The environment"
     * @param variables such as {@code System.getenv()}
     */
    public SettingsReader(String what, Map<String, String> variables) {
        this.what = what;
        this.variables = variables;
    }

    /** Adds a problem; one that is there already is told once. */
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
     * @param wrong completes the sentence that begins with the name; {@code %s} is the value
     */
    public Optional<String> text(String name, Predicate<String> good, String wrong) {
        Optional<String> text = text(name);
        text.filter(good.negate()).ifPresent(value -> problem(name + " " + wrong.formatted(value)));
        return text;
    }

    /** {@return the time that a variable gives in milliseconds, or {@code otherwise}, unchecked, if it is not set} */
    public Duration millis(String name, Duration otherwise, int least, int most) {
        return number(name, "is a number of milliseconds from ", least, most)
                .map(Duration::ofMillis)
                .orElse(otherwise);
    }

    /** {@return the number of connections that a variable gives, or {@code otherwise}, unchecked, if it is not set} */
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
     * Reports all problems, if there are any.
     *
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public void complain() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(what + " is not complete:\n- " + String.join("\n- ", problems));
        }
    }
}
