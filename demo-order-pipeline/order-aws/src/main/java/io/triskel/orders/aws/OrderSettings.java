package io.triskel.orders.aws;

import io.triskel.aws.AwsSettings;
import io.triskel.aws.dynamodb.Tables;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the functions are told by the environment, read and checked once at start, all wrong values at once.
 *
 * <table>
 * <caption>Environment variables, beside those of {@link AwsSettings}</caption>
 * <tr><th>Name</th><th>Meaning</th><th>Needed by</th></tr>
 * <tr><td>{@code ORDERS_STREAM}</td><td>name of the Kinesis stream</td><td>all</td></tr>
 * <tr><td>{@code ORDERS_TABLES}</td><td>what the names of the DynamoDB tables begin with</td><td>all</td></tr>
 * <tr><td>{@code ORDERS_STYLE}</td><td>{@code orchestration} or {@code choreography}; the former if it is not set</td>
 * <td>all, the same</td></tr>
 * <tr><td>{@code ORDERS_LOOKUP_BASE}</td><td>address of the HTTP function, ends in {@code /}</td>
 * <td>events, clock</td></tr>
 * <tr><td>{@code ORDERS_CONSUMER}</td><td>one of {@link OrderPipeline#consumerNames}</td><td>events</td></tr>
 * </table>
 *
 * @param aws region, endpoints, time-outs
 * @param stream the stream's name
 * @param tables the tables' names
 * @param style who leads an order through the services
 * @param lookupBase where links to orders lead
 * @param consumer whose events the function handles
 */
public record OrderSettings(
        AwsSettings aws,
        String stream,
        Tables tables,
        Style style,
        Optional<URI> lookupBase,
        Optional<String> consumer) {
    static final String STREAM = "ORDERS_STREAM";
    static final String TABLES = "ORDERS_TABLES";
    static final String STYLE = "ORDERS_STYLE";
    static final String LOOKUP_BASE = "ORDERS_LOOKUP_BASE";
    static final String CONSUMER = "ORDERS_CONSUMER";

    /**
     * Reads them.
     *
     * @param environment such as {@code System.getenv()}
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static OrderSettings from(Map<String, String> environment, Role role) {
        Reader reader = new Reader(environment);
        Optional<AwsSettings> aws = reader.aws();
        Optional<String> stream = reader.required(STREAM, "the name of a Kinesis stream", OrderSettings::stream);
        Optional<Tables> tables = reader.required(TABLES, "1 to 200 letters, digits, _ . or -", Tables::new);
        Optional<Style> style = reader.read(
                STYLE,
                "orchestration or choreography",
                Style.ORCHESTRATION.text(),
                name -> Style.named(name).orElseThrow(IllegalArgumentException::new));
        Optional<URI> base = role == Role.HTTP
                ? Optional.empty()
                : reader.required(LOOKUP_BASE, "an http or https address that ends in /", OrderSettings::base);
        Optional<String> consumer = role == Role.EVENTS
                ? reader.required(
                        CONSUMER,
                        "one of " + String.join(", ", OrderPipeline.consumerNames(style.orElse(Style.ORCHESTRATION))),
                        name -> consumer(name, style))
                : Optional.empty();
        reader.complain();
        return new OrderSettings(
                aws.orElseThrow(), stream.orElseThrow(), tables.orElseThrow(), style.orElseThrow(), base, consumer);
    }

    private static String stream(String name) {
        return matching(name, name.matches("[a-zA-Z0-9_.-]{1,128}"));
    }

    private static String consumer(String name, Optional<Style> style) {
        return matching(
                name,
                style.filter(known -> !OrderPipeline.consumerNames(known).contains(name))
                        .isEmpty());
    }

    private static URI base(String text) {
        URI uri = URI.create(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        return matching(uri, http && uri.getHost() != null && text.endsWith("/"));
    }

    private static <T> T matching(T value, boolean good) {
        if (!good) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    /** Collects what is wrong. */
    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        Optional<AwsSettings> aws() {
            try {
                return Optional.of(AwsSettings.from(environment));
            } catch (IllegalArgumentException wrong) {
                String.valueOf(wrong.getMessage())
                        .lines()
                        .filter(line -> line.startsWith("- "))
                        .forEach(line -> problems.add(line.substring(2)));
                return Optional.empty();
            }
        }

        <T> Optional<T> required(String name, String expected, Function<String, T> reading) {
            return read(name, expected, "", reading);
        }

        <T> Optional<T> read(String name, String expected, String otherwise, Function<String, T> reading) {
            String given = environment.getOrDefault(name, otherwise);
            if (given.isBlank()) {
                problems.add(name + " is not set, expected " + expected);
                return Optional.empty();
            }
            try {
                return Optional.of(reading.apply(given));
            } catch (IllegalArgumentException wrong) {
                problems.add(name + " is '" + given + "', expected " + expected);
                return Optional.empty();
            }
        }

        void complain() {
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(
                        "The function's environment is not complete:\n- " + String.join("\n- ", problems));
            }
        }
    }
}
