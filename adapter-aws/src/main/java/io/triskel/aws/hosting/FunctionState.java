package io.triskel.aws.hosting;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsPlatform;
import io.triskel.event.Deadline;
import io.triskel.hosting.Applications;
import io.triskel.hosting.Host;
import io.triskel.hosting.Hosted;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.function.HostThreads;
import io.triskel.hosting.function.InvocationLog;
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
 * @param platform bus and stores
 * @param hosted the application on them
 * @param desk between Step Functions and the bus, if an engine runs a process
 * @param journal counts what happens
 * @param lanes runs the lanes of a batch side by side
 */
record FunctionState(
        FunctionSettings settings,
        AwsClients clients,
        Platform platform,
        Hosted<?> hosted,
        Optional<ProcessDesk> desk,
        InvocationLog journal,
        Executor lanes) {
    /** Calls under way at once; a function waits for DynamoDB most of its time. */
    private static final int AT_ONCE = 4;

    static FunctionState start(Map<String, String> environment, FunctionRole role) {
        FunctionSettings settings = FunctionSettings.from(Applications.only(), environment, role);
        AwsClients clients = AwsClients.of(settings.aws());
        InvocationLog journal = new InvocationLog();
        // Threads apart from the lanes': lanes that hang must not keep the inbox from its work when the batch is over.
        Host host =
                AwsPorts.of(settings, clients, InstantSource.system(), journal, HostThreads.named("inbox", AT_ONCE));
        Optional<ProcessDesk> desk = settings.stateMachine()
                .map(machine -> ProcessDesk.of(settings.application(), host.platform(), clients, machine));
        return new FunctionState(
                settings,
                clients,
                host.platform(),
                settings.application()
                        .on(desk.map(leader -> host.led(leader.consumer())).orElse(host)),
                desk,
                journal,
                HostThreads.named("lanes", AT_ONCE));
    }

    /** Limits what the stores do in this invocation, and returns when it must be over. */
    Deadline begin(Context context) {
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
        journal.write(consumer, platform.states(), line -> log.log(line + "\n"));
    }
}
