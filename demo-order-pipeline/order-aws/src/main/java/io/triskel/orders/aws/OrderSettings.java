package io.triskel.orders.aws;

import io.triskel.aws.AwsSettings;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions' settings from the environment, read and checked once at start; all wrong values are reported at once.
 *
 * <table>
 * <caption>Environment variables, beside those of {@link AwsSettings}</caption>
 * <tr><th>Name</th><th>Meaning</th><th>Needed by</th></tr>
 * <tr><td>{@code ORDERS_STREAM}</td><td>name of the Kinesis stream</td><td>all</td></tr>
 * <tr><td>{@code ORDERS_TABLES}</td><td>the prefix of the DynamoDB tables' names</td><td>all</td></tr>
 * <tr><td>{@code ORDERS_STYLE}</td><td>{@code orchestration} or {@code choreography}; the former if it is not set</td>
 * <td>all, the same</td></tr>
 * <tr><td>{@code ORDERS_LOOKUP_BASE}</td><td>address of the HTTP function, ends in {@code /}</td>
 * <td>events, clock</td></tr>
 * <tr><td>{@code ORDERS_BUS_RETENTION_HOURS}, {@code ORDERS_REPLAY_HORIZON_HOURS}</td><td>how long the inbox remembers, together; 168
 * each if they are not set</td><td>nothing</td></tr>
 * <tr><td>{@code ORDERS_CONSUMER}</td><td>one of {@link OrderPipeline#consumerNames}</td><td>events</td></tr>
 * <tr><td>{@code ORDERS_STATE_MACHINE}</td><td>ARN of the state machine that leads orders in the saga's place; a saga leads them if
 * it is not set</td><td>nothing</td></tr>
 * </table>
 *
 * @param aws region, endpoints, time-outs
 * @param stream the stream's name
 * @param tables the tables' names
 * @param style how the services cooperate on an order
 * @param lookupBase where links to orders lead
 * @param consumer the consumer whose events the function handles
 * @param stateMachine leads orders in the saga's place
 * @param inboxRetention how long the inbox remembers
 */
public record OrderSettings(
        AwsSettings aws,
        String stream,
        DynamoDbTables tables,
        Style style,
        Optional<URI> lookupBase,
        Optional<String> consumer,
        Optional<String> stateMachine,
        Duration inboxRetention) {
    static final String STREAM = "ORDERS_STREAM";
    static final String TABLES = "ORDERS_TABLES";
    static final String STATE_MACHINE = "ORDERS_STATE_MACHINE";

    static final int WEEK_HOURS = 168;

    /**
     * Reads the settings.
     *
     * @param environment such as {@code System.getenv()}
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static OrderSettings from(Map<String, String> environment, FunctionRole role) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        Optional<AwsSettings> aws = reader.part(AwsSettings::from);
        Optional<String> stream = reader.required(STREAM, "the name of a Kinesis stream", OrderSettings::stream);
        Optional<DynamoDbTables> tables =
                reader.required(TABLES, "1 to 200 letters, digits, _ . or -", DynamoDbTables::new);
        Optional<Style> style = reader.style(Style.names()).flatMap(Style::named);
        Optional<URI> base = role == FunctionRole.HTTP ? Optional.empty() : reader.lookupBase();
        Optional<String> consumer = role == FunctionRole.EVENTS
                ? reader.consumer(style.map(OrderPipeline::consumerNames).orElse(List.of()))
                : Optional.empty();
        Optional<String> stateMachine = reader.text(STATE_MACHINE).isPresent()
                ? reader.required(STATE_MACHINE, "the ARN of a state machine", OrderSettings::stateMachine)
                : Optional.empty();
        Optional<Duration> inboxRetention = reader.inboxRetention(WEEK_HOURS);
        reader.complain();
        return new OrderSettings(
                aws.orElseThrow(),
                stream.orElseThrow(),
                tables.orElseThrow(),
                style.orElseThrow(),
                base,
                consumer,
                stateMachine,
                inboxRetention.orElseThrow());
    }

    private static String stateMachine(String arn) {
        return EnvironmentReader.matching(
                arn, arn.matches("arn:[a-z-]+:states:[a-z0-9-]+:[0-9]{12}:stateMachine:[A-Za-z0-9_-]{1,80}"));
    }

    private static String stream(String name) {
        return EnvironmentReader.matching(name, name.matches("[a-zA-Z0-9_.-]{1,128}"));
    }
}
