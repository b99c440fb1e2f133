package io.triskel.orders.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsPlatform;
import io.triskel.aws.states.StepFunctionsEngine;
import io.triskel.engine.EngineDesk;
import io.triskel.event.Deadline;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.function.HostThreads;
import io.triskel.hosting.function.InvocationLog;
import io.triskel.orders.fulfilment.Fulfilment;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import io.triskel.platform.Platform;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * A function's objects, which live as long as its environment.
 *
 * @param settings from the environment
 * @param clients made when first asked for
 * @param ports of the pipeline
 * @param pipeline on these ports
 * @param desk between Step Functions and the bus, if an engine leads orders
 * @param journal counts what happens
 * @param lanes runs the lanes of a batch side by side
 */
record FunctionState(
        OrderSettings settings,
        AwsClients clients,
        Ports ports,
        OrderPipeline pipeline,
        Optional<EngineDesk<Fulfilment>> desk,
        InvocationLog journal,
        Executor lanes) {
    /** Calls under way at once; a function waits for DynamoDB most of its time. */
    private static final int AT_ONCE = 4;

    static FunctionState start(Map<String, String> environment, FunctionRole role) {
        OrderSettings settings = OrderSettings.from(environment, role);
        AwsClients clients = AwsClients.of(settings.aws());
        InvocationLog journal = new InvocationLog();
        // Threads apart from the lanes': lanes that hang must not keep the inbox from its work when the batch is over.
        Ports ports =
                AwsPorts.of(settings, clients, InstantSource.system(), journal, HostThreads.named("inbox", AT_ONCE));
        Optional<EngineDesk<Fulfilment>> desk = settings.stateMachine()
                .map(machine -> EngineDesk.of(
                        FulfilmentSaga.steps(), ports.platform(), StepFunctionsEngine.of(clients, machine)));
        return new FunctionState(
                settings,
                clients,
                ports,
                desk.map(leader -> new OrderPipeline(ports, leader))
                        .orElseGet(() -> new OrderPipeline(ports, settings.style())),
                desk,
                journal,
                HostThreads.named("lanes", AT_ONCE));
    }

    /** Limits what the stores do in this invocation, and returns when it must be over. */
    Deadline begin(Context context) {
        Platform platform = ports.platform();
        Deadline deadline = Deadlines.of(context, platform.clock());
        AwsPlatform.workUntil(platform, deadline);
        return deadline;
    }

    /** Makes the Kinesis client now and not at the first event, so that SnapStart's snapshot has it. */
    void connect() {
        KinesisClient unused = clients.kinesis();
    }

    /** Writes what happened in an invocation to the function's log. */
    void write(String consumer, LambdaLogger log) {
        journal.write(consumer, ports.platform().states(), line -> log.log(line + "\n"));
    }
}
