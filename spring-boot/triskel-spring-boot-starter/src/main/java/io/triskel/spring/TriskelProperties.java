package io.triskel.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code triskel.*}; an unknown one fails the start. META-INF/spring-configuration-metadata.json describes them.
 *
 * @param source the CloudEvents source; empty: a slash and the application's name
 * @param platform {@code auto}, {@code memory} or an adapter's name
 * @param adapter the adapter's own variables: {@code call-timeout-ms} is {@code TRISKEL_AWS_CALL_TIMEOUT_MS} with {@code aws}
 */
@ConfigurationProperties(prefix = "triskel", ignoreUnknownFields = false)
record TriskelProperties(
        @DefaultValue("") String source,
        @DefaultValue("auto") String platform,
        @DefaultValue Map<String, String> adapter,
        @DefaultValue Consumers consumers,
        @DefaultValue Clock clock,
        @DefaultValue Health health,
        @DefaultValue Console console) {

    /**
     * How consumers are fed.
     *
     * @param autoStart whether they are fed from the application's start
     * @param threads how many lanes of all consumers are processed in parallel
     * @param batch the most events of one run of a consumer
     * @param pause waited after a consumer has caught up
     * @param longestPause the most waited after runs that failed
     * @param grace how long a stop waits for the events in progress
     */
    record Consumers(
            @DefaultValue("true") boolean autoStart,
            @DefaultValue("1") int threads,
            @DefaultValue("500") int batch,
            @DefaultValue("250ms") Duration pause,
            @DefaultValue("15s") Duration longestPause,
            @DefaultValue("20s") Duration grace) {
        Consumers {
            between("triskel.consumers.threads", threads, 256);
            between("triskel.consumers.batch", batch, 10_000);
            atLeast("triskel.consumers.pause", pause, Duration.ofMillis(1));
            atLeast("triskel.consumers.longest-pause", longestPause, pause);
            atLeast("triskel.consumers.grace", grace, Duration.ZERO);
        }
    }

    /**
     * The work that time brings: due timers and commands of sagas, unpublished commits, due replays.
     *
     * @param enabled whether this process does it
     * @param every the pause between two rounds
     * @param limit the most of each kind in one round
     */
    record Clock(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("10s") Duration every,
            @DefaultValue("100") int limit) {
        Clock {
            atLeast("triskel.clock.every", every, Duration.ofMillis(1));
            between("triskel.clock.limit", limit, 10_000);
        }
    }

    /** @param maxUnsettled the age of an unsettled event from which on the health is DOWN */
    record Health(@DefaultValue("5m") Duration maxUnsettled) {
        Health {
            atLeast("triskel.health.max-unsettled", maxUnsettled, Duration.ofSeconds(1));
        }
    }

    /**
     * The console of {@code eda-console}.
     *
     * @param enabled whether it is served
     * @param path its path in the application
     * @param actions whether it may replay, discard and rebuild, or only show
     * @param role the role of those who may use it; empty: whoever is authenticated
     * @param hosts the host names that it answers to, besides localhost
     * @param unsecured whether it answers without authentication
     */
    record Console(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("/triskel") String path,
            @DefaultValue("false") boolean actions,
            @DefaultValue("") String role,
            @DefaultValue List<String> hosts,
            @DefaultValue("false") boolean unsecured) {
        Console {
            if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
                throw new IllegalArgumentException(
                        "triskel.console.path must begin with a slash and end without one, such as /triskel, not '"
                                + path + "'");
            }
        }
    }

    private static void between(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be 1 to " + most + ", not " + value);
        }
    }

    private static void atLeast(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least.toMillis() + "ms, not " + value.toMillis() + "ms");
        }
    }
}
