package io.triskel.benchmarks.clients;

import io.triskel.benchmarks.ratio.run.Measuring;
import io.triskel.benchmarks.ratio.run.Options;
import io.triskel.load.Environment;
import io.triskel.local.Daemons;
import io.triskel.local.aws.kinesis.KinesisJvm;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The command {@code ./triskel load aws clients}. */
public final class Clients {
    static final String REGION = "us-east-1";

    /** Of the stand-in, which asks for none in particular. */
    static final String KEY = "local";

    private static final List<String> NAMES = List.of("publish", "consume", "netty", "crt", "url-connection");
    private static final int EVENTS = 160_000;

    private Clients() {}

    /** Runs it: exit status 1 if a goal is missed and {@code --strict} is given, 2 if it is called wrongly. */
    public static void main(String[] arguments) throws Exception {
        Optional<Options> options = Options.parse(List.of(arguments), NAMES);
        if (options.isEmpty()) {
            System.err.println(Options.usage("./triskel load aws clients", NAMES));
            System.exit(2);
        }
        try (KinesisJvm kinesis = KinesisJvm.start()) {
            System.exit(run(options.orElseThrow(), kinesis.uri(), EVENTS));
        }
    }

    /**
     * Compares the clients that are asked for with version 1.
     *
     * @param events of a round
     * @return the exit status
     */
    static int run(Options options, URI kinesis, int events) throws Exception {
        Measuring measuring = new Measuring(options);
        ExecutorService threads = Executors.newFixedThreadPool(ClientRatio.LANES, Daemons.named("clients"));
        try (KinesisCaller version1 = Version1.to(kinesis, ClientRatio.LANES)) {
            for (String client : List.of("netty", "crt", "url-connection")) {
                if (asks(options, client)) {
                    try (KinesisCaller version2 = version2(client, kinesis)) {
                        measure(measuring, options, new ClientRatio(version1, version2, threads, events));
                    }
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return measuring.report(Environment.EMULATOR, "version 2");
    }

    static KinesisCaller version2(String client, URI kinesis) {
        return switch (client) {
            case "netty" -> Version2.onNetty(kinesis, ClientRatio.LANES);
            case "crt" -> Version2.onCrt(kinesis, ClientRatio.LANES);
            default -> Version2.onUrlConnection(kinesis);
        };
    }

    private static void measure(Measuring measuring, Options options, ClientRatio ratio) throws Exception {
        if (asks(options, "publish")) {
            measuring.measure(ratio.publish());
        }
        if (asks(options, "consume")) {
            measuring.measure(ratio.consume());
        }
    }

    /** Names of clients and of what they do are chosen apart: {@code publish} means by all clients. */
    private static boolean asks(Options options, String name) {
        List<String> alike = List.of("publish", "consume").contains(name)
                ? List.of("publish", "consume")
                : List.of("netty", "crt", "url-connection");
        return options.names().contains(name) || alike.stream().noneMatch(options.names()::contains);
    }
}
