package io.triskel.hosting.function;

import io.triskel.hosting.Application;
import io.triskel.spi.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a function's settings from environment variables, and collects all problems, to report them at once. */
public final class EnvironmentReader {
    /** Names the variant of the application, the same for all functions. */
    public static final String STYLE = "TRISKEL_APP_STYLE";

    /** The address that links to orders begin with, the HTTP function's. */
    public static final String LOOKUP_BASE = "TRISKEL_APP_LOOKUP_BASE";

    /** Names the consumer whose events a function handles. */
    public static final String CONSUMER = "TRISKEL_APP_CONSUMER";

    /** Names the consumers that another language alone has, for the clock and for operators. */
    public static final String OTHER_CONSUMERS = "TRISKEL_APP_OTHER_CONSUMERS";

    /** How many hours the bus keeps events. */
    public static final String BUS_RETENTION = "TRISKEL_APP_BUS_RETENTION_HOURS";

    /** For how many hours after the bus has dropped an event it may still be delivered again, for example from an archive. */
    public static final String REPLAY_HORIZON = "TRISKEL_APP_REPLAY_HORIZON_HOURS";

    /** The replay horizon unless the environment has another. */
    public static final int REPLAY_HORIZON_HOURS = 168;

    private final Map<String, String> environment;
    private final SettingsReader reader;

    /** Reads from variables such as {@code System.getenv()}. */
    public EnvironmentReader(Map<String, String> environment) {
        this.environment = environment;
        this.reader = new SettingsReader("The function's environment", environment);
    }

    /**
     * {@return what another reader makes of the same variables; empty if it found problems}
     *
     * @param reading throws {@link IllegalArgumentException} whose message has a line per problem, each beginning with a hyphen
     */
    public <T> Optional<T> part(Function<Map<String, String>, T> reading) {
        try {
            return Optional.of(reading.apply(environment));
        } catch (IllegalArgumentException wrong) {
            String.valueOf(wrong.getMessage())
                    .lines()
                    .filter(line -> line.startsWith("- "))
                    .forEach(line -> reader.problem(line.substring(2)));
            return Optional.empty();
        }
    }

    /**
     * {@return the style that {@link #STYLE} names}
     *
     * @param known all styles; the first is the default
     */
    public Optional<String> style(List<String> known) {
        return read(STYLE, String.join(" or ", known), known.get(0), name -> matching(name, known.contains(name)));
    }

    /** {@return an application in the style that {@link #STYLE} names; as it is, if it has no styles} */
    public Optional<Application> styled(Application any) {
        return any.styles().isEmpty() ? Optional.of(any) : style(any.styles()).map(any::styled);
    }

    /** {@return the address in {@link #LOOKUP_BASE}, which must be set} */
    public Optional<URI> lookupBase() {
        return required(LOOKUP_BASE, "an http or https address that ends in /", EnvironmentReader::base);
    }

    private static URI base(String text) {
        URI uri = URI.create(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        return matching(uri, http && uri.getHost() != null && text.endsWith("/"));
    }

    /**
     * {@return the name in {@link #CONSUMER}, which must be set to a consumer of the application}
     *
     * @param known the application's consumers; empty if they are not known: then any name is accepted
     */
    public Optional<String> consumer(List<String> known) {
        return required(
                CONSUMER,
                known.isEmpty() ? "a consumer's name" : "one of " + String.join(", ", known),
                name -> matching(name, known.isEmpty() || known.contains(name)));
    }

    /**
     * {@return the names in {@link #OTHER_CONSUMERS}, separated by commas; none if it is not set}
     *
     * @throws IllegalArgumentException if they are not names of consumers
     */
    public static Set<String> otherConsumers(Map<String, String> environment) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        Optional<Set<String>> names = reader.text(OTHER_CONSUMERS).isEmpty()
                ? Optional.of(Set.of())
                : reader.required(
                        OTHER_CONSUMERS,
                        "names of consumers, separated by commas",
                        text -> Set.of(matching(text, text.matches("[a-z0-9-]+(,[a-z0-9-]+)*"))
                                .split(",")));
        reader.complain();
        return names.orElseThrow();
    }

    /**
     * {@return how long the bus keeps events, as {@link #busRetention(int)} reads it}
     *
     * @throws IllegalArgumentException if the environment has no such number
     */
    public static Duration busRetention(Map<String, String> environment, int otherwise) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        Optional<Duration> kept = reader.busRetention(otherwise);
        reader.complain();
        return kept.orElseThrow();
    }

    /**
     * {@return how long the inbox remembers an event: {@link #BUS_RETENTION} and {@link #REPLAY_HORIZON} together}
     *
     * @param busHours how long the bus keeps events if the environment does not say so
     */
    public Optional<Duration> inboxRetention(int busHours) {
        Optional<Duration> horizon = hours(REPLAY_HORIZON, REPLAY_HORIZON_HOURS, 0);
        return busRetention(busHours).flatMap(bus -> horizon.map(bus::plus));
    }

    /** {@return how long the bus keeps events: {@link #BUS_RETENTION}, or so many hours if the environment does not say so} */
    public Optional<Duration> busRetention(int otherwise) {
        return hours(BUS_RETENTION, otherwise, 1);
    }

    private Optional<Duration> hours(String name, int otherwise, int least) {
        return read(name, least + " to 99999 hours", Integer.toString(otherwise), text -> {
            int hours = Integer.parseInt(matching(text, text.matches("[0-9]{1,5}")));
            return Duration.ofHours(matching(hours, hours >= least));
        });
    }

    /** {@return the value of a variable that may be missing} */
    public Optional<String> text(String name) {
        return reader.text(name);
    }

    /**
     * {@return the value of a variable that must be set}
     *
     * @param expected completes the sentence "expected ..."
     * @param reading throws {@link IllegalArgumentException} for a value that makes no sense
     */
    public <T> Optional<T> required(String name, String expected, Function<String, T> reading) {
        return read(name, expected, "", reading);
    }

    private <T> Optional<T> read(String name, String expected, String otherwise, Function<String, T> reading) {
        String given = environment.getOrDefault(name, otherwise);
        if (given.isBlank()) {
            reader.problem(name + " is not set, expected " + expected);
            return Optional.empty();
        }
        try {
            return Optional.of(reading.apply(given));
        } catch (IllegalArgumentException wrong) {
            reader.problem(name + " is '" + given + "', expected " + expected);
            return Optional.empty();
        }
    }

    /** {@return the value if it is good; for readings, which must throw {@link IllegalArgumentException} otherwise} */
    public static <T> T matching(T value, boolean good) {
        if (!good) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    /**
     * Reports all problems, if there are any.
     *
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public void complain() {
        reader.complain();
    }
}
