package io.triskel.load.size.aws;

import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.cloud.EngineExport;
import io.triskel.load.cloud.Look;
import io.triskel.load.cloud.Started;
import io.triskel.load.cloud.Started.Measurement;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.Level;
import java.util.List;
import java.util.Optional;

/** AWS. */
public final class AwsCloud implements CloudDescriptor {
    private static final String TARGET = "loadtest/target-aws";

    @Override
    public String id() {
        return "aws";
    }

    @Override
    public String name() {
        return "AWS";
    }

    @Override
    public int rank() {
        return 1;
    }

    /** An orange square. */
    @Override
    public Look look() {
        return new Look("#b84a00", "#ffa24c", "M-0.88,-0.88H0.88V0.88H-0.88Z");
    }

    @Override
    public Offers offers(Requests requests) {
        return new Aws(requests);
    }

    @Override
    public Started started() {
        return new Started(
                TARGET,
                "io.triskel.target.aws.AwsTarget",
                "io.triskel.target.aws.AwsUp",
                "io.triskel.aws.hosting.AwsOperations",
                "io.triskel.target.aws.AwsConsole",
                "io.triskel.target.aws.AwsLoad",
                Optional.of("io.triskel.load.sim.aws.SimulatedAwsLoad"),
                List.of(
                        new Measurement("ratios", TARGET, "io.triskel.target.aws.Ratios"),
                        new Measurement("soak", TARGET, "io.triskel.target.aws.soak.Soak"),
                        new Measurement("function", TARGET, "io.triskel.target.aws.PackFunction"),
                        new Measurement("languages", TARGET, "io.triskel.target.aws.LanguageRatios"),
                        // Clients that must stay off every other class path.
                        new Measurement("clients", "benchmarks/aws-clients", "io.triskel.benchmarks.clients.Clients")),
                "Kinesis, Firehose, DynamoDB and Lambda",
                true,
                "Calls are signed with AWS_ACCESS_KEY_ID for the service lambda (curl 7.75 or later: --aws-sigv4).");
    }

    @Override
    public Optional<String> simulationNote() {
        return Optional.empty();
    }

    @Override
    public Optional<EngineExport> engine() {
        return Optional.of(new EngineExport(
                "asl", "for AWS a state machine in the Amazon States Language", Optional.of("Step Functions")));
    }

    /** None for the pipeline: every reader sees the whole stream anyway. */
    @Override
    public List<String> variablesOfBus(Level level) {
        return switch (level) {
            case BUS -> List.of("TRISKEL_AWS_STREAM");
            case FUNCTION -> List.of("TRISKEL_AWS_STREAM", "TRISKEL_LOAD_REPORTS");
            case PIPELINE -> List.of();
        };
    }
}
