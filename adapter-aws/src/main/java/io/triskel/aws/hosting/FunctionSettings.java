package io.triskel.aws.hosting;

import io.triskel.aws.AwsSettings;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.hosting.Application;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
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
 * <tr><td>{@code TRISKEL_APP_STREAM}</td><td>name of the Kinesis stream</td><td>all</td></tr>
 * <tr><td>{@code TRISKEL_APP_TABLES}</td><td>the prefix of the DynamoDB tables' names</td><td>all</td></tr>
 * <tr><td>{@code TRISKEL_APP_STYLE}</td><td>one of {@link Application#styles}; the first if it is not set</td>
 * <td>all, the same</td></tr>
 * <tr><td>{@code TRISKEL_APP_LOOKUP_BASE}</td><td>address of the HTTP function, ends in {@code /}</td>
 * <td>events, clock</td></tr>
 * <tr><td>{@code TRISKEL_APP_BUS_RETENTION_HOURS}, {@code TRISKEL_APP_REPLAY_HORIZON_HOURS}</td><td>how long the inbox remembers, together; 168
 * each if they are not set</td><td>nothing</td></tr>
 * <tr><td>{@code TRISKEL_APP_CONSUMER}</td><td>one of {@link Application#consumers}</td><td>events</td></tr>
 * <tr><td>{@code TRISKEL_APP_STATE_MACHINE}</td><td>ARN of the state machine that runs {@link Application#process}; a saga does if it is not
 * set</td><td>nothing</td></tr>
 * </table>
 *
 * @param aws region, endpoints, time-outs
 * @param stream the stream's name
 * @param tables the tables' names
 * @param application in the style of the environment
 * @param lookupBase where links to the application lead
 * @param consumer the consumer whose events the function handles
 * @param stateMachine runs the application's process in the saga's place
 * @param inboxRetention how long the inbox remembers
 */
public record FunctionSettings(
        AwsSettings aws,
        String stream,
        DynamoDbTables tables,
        Application application,
        Optional<URI> lookupBase,
        Optional<String> consumer,
        Optional<String> stateMachine,
        Duration inboxRetention) {
    static final String STREAM = "TRISKEL_APP_STREAM";
    static final String TABLES = "TRISKEL_APP_TABLES";
    static final String STATE_MACHINE = "TRISKEL_APP_STATE_MACHINE";

    static final int WEEK_HOURS = 168;

    /**
     * Reads the settings.
     *
     * @param application in any style
     * @param environment such as {@code System.getenv()}
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static FunctionSettings from(Application application, Map<String, String> environment, FunctionRole role) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        Optional<AwsSettings> aws = reader.part(AwsSettings::from);
        Optional<String> stream = reader.required(STREAM, "the name of a Kinesis stream", FunctionSettings::stream);
        Optional<DynamoDbTables> tables =
                reader.required(TABLES, "1 to 200 letters, digits, _ . or -", DynamoDbTables::new);
        Optional<Application> styled = reader.styled(application);
        Optional<URI> base = role == FunctionRole.HTTP ? Optional.empty() : reader.lookupBase();
        Optional<String> consumer = role == FunctionRole.EVENTS
                ? reader.consumer(styled.map(Application::consumers).orElse(List.of()))
                : Optional.empty();
        Optional<String> stateMachine = reader.text(STATE_MACHINE).isPresent()
                ? reader.required(STATE_MACHINE, "the ARN of a state machine", FunctionSettings::stateMachine)
                : Optional.empty();
        Optional<Duration> inboxRetention = reader.inboxRetention(WEEK_HOURS);
        reader.complain();
        return new FunctionSettings(
                aws.orElseThrow(),
                stream.orElseThrow(),
                tables.orElseThrow(),
                styled.orElseThrow(),
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
