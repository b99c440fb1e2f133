package io.triskel.orders.aws;

import io.triskel.aws.AwsClients;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * What a function has while its environment lives.
 *
 * @param settings what it was told
 * @param clients made when first asked for
 * @param ports of the pipeline
 * @param pipeline on these ports
 * @param journal counts what happens
 * @param lanes runs the lanes of a batch side by side
 */
record Running(
        OrderSettings settings,
        AwsClients clients,
        Ports ports,
        OrderPipeline pipeline,
        Journal journal,
        Executor lanes) {
    /** Calls under way at once; a function waits for DynamoDB most of its time. */
    private static final int AT_ONCE = 4;

    static Running start(Map<String, String> environment, Role role) {
        OrderSettings settings = OrderSettings.from(environment, role);
        AwsClients clients = AwsClients.of(settings.aws());
        Journal journal = new Journal();
        // Not the lanes' threads: lanes that hang must not keep the inbox from its work when the batch is over.
        Ports ports = AwsPorts.of(settings, clients, InstantSource.system(), journal, threads("inbox"));
        return new Running(
                settings, clients, ports, new OrderPipeline(ports, settings.style()), journal, threads("lanes"));
    }

    /** Makes the client that is otherwise made for the first event; for SnapStart, whose snapshot then has it. */
    void connect() {
        KinesisClient unused = clients.kinesis();
    }

    /** Threads that are started when there is work for them, so that a function pays for none that it does not need. */
    private static Executor threads(String name) {
        return Executors.newFixedThreadPool(AT_ONCE, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
