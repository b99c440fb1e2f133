package io.triskel.target.aws;

import io.triskel.aws.kinesis.ReadQuota;
import io.triskel.load.process.BoundTarget;
import io.triskel.load.process.LoadProcess;
import io.triskel.load.process.LoadTarget;
import io.triskel.load.workload.Level;
import java.util.Map;

/** The process of target {@code aws}. */
public final class AwsLoad {
    /** A shard is read five times a second at most, by all consumers together. */
    private static final int CONSUMERS = 5;

    private AwsLoad() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        LoadProcess.run(
                "aws",
                Map.of(
                        Level.BUS,
                        AwsLoad::open,
                        Level.FUNCTION,
                        () -> FunctionOnAws.open(System.getenv()),
                        Level.PIPELINE,
                        () -> OrdersOnAws.open(System.getenv())),
                LocalSite::hosted);
    }

    private static LoadTarget open() {
        AwsBinding aws = AwsBinding.apart(System.getenv());
        return new BoundTarget(
                aws,
                "Kinesis Data Streams, polled",
                (consumers, worker) -> aws.freshBus().reading(ReadQuota.whole().part(1.0 / consumers), worker),
                CONSUMERS,
                aws.units());
    }
}
