package io.triskel.gcp.hosting;

import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.firestore.FirestoreCollections;
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
 * <caption>Environment variables, beside those of {@link GcpSettings}</caption>
 * <tr><th>Name</th><th>Meaning</th><th>Needed by</th></tr>
 * <tr><td>{@code TRISKEL_APP_TOPIC}</td><td>id of the Pub/Sub topic</td><td>all</td></tr>
 * <tr><td>{@code TRISKEL_APP_COLLECTIONS}</td><td>the prefix of the Firestore collections' names</td><td>all</td></tr>
 * <tr><td>{@code TRISKEL_APP_STYLE}</td><td>one of {@link Application#styles}; the first if it is not set</td>
 * <td>all, the same</td></tr>
 * <tr><td>{@code TRISKEL_APP_LOOKUP_BASE}</td><td>address of the HTTP function, ends in {@code /}</td>
 * <td>events, clock</td></tr>
 * <tr><td>{@code TRISKEL_APP_BUS_RETENTION_HOURS}, {@code TRISKEL_APP_REPLAY_HORIZON_HOURS}</td><td>how long the inbox remembers, together; 744
 * and 168 if they are not set</td><td>nothing</td></tr>
 * <tr><td>{@code TRISKEL_APP_CONSUMER}</td><td>one of {@link Application#consumers}</td><td>events</td></tr>
 * </table>
 *
 * @param gcp project, emulators, time-outs
 * @param topic the topic's id
 * @param collections the collections' names
 * @param application in the style of the environment
 * @param lookupBase where links to the application lead
 * @param consumer the consumer whose events the function handles
 * @param inboxRetention how long the inbox remembers
 */
public record FunctionSettings(
        GcpSettings gcp,
        String topic,
        FirestoreCollections collections,
        Application application,
        Optional<URI> lookupBase,
        Optional<String> consumer,
        Duration inboxRetention) {
    static final String TOPIC = "TRISKEL_APP_TOPIC";
    static final String COLLECTIONS = "TRISKEL_APP_COLLECTIONS";

    /** Pub/Sub's longest retention. */
    static final int MONTH_HOURS = 744;

    /**
     * Reads the settings.
     *
     * @param application in any style
     * @param environment such as {@code System.getenv()}
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static FunctionSettings from(Application application, Map<String, String> environment, FunctionRole role) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        Optional<GcpSettings> gcp = reader.part(GcpSettings::from);
        Optional<String> topic = reader.required(TOPIC, "the id of a Pub/Sub topic", FunctionSettings::topic);
        Optional<FirestoreCollections> collections = reader.required(
                COLLECTIONS, "1 to 100 letters, digits or -, a letter first", FirestoreCollections::new);
        Optional<Application> styled = reader.styled(application);
        Optional<URI> base = role == FunctionRole.HTTP ? Optional.empty() : reader.lookupBase();
        Optional<String> consumer = role == FunctionRole.EVENTS
                ? reader.consumer(styled.map(Application::consumers).orElse(List.of()))
                : Optional.empty();
        Optional<Duration> inboxRetention = reader.inboxRetention(MONTH_HOURS);
        reader.complain();
        return new FunctionSettings(
                gcp.orElseThrow(),
                topic.orElseThrow(),
                collections.orElseThrow(),
                styled.orElseThrow(),
                base,
                consumer,
                inboxRetention.orElseThrow());
    }

    private static String topic(String id) {
        return EnvironmentReader.matching(id, id.matches("(?!goog)[a-zA-Z][a-zA-Z0-9._~+%-]{2,254}"));
    }
}
