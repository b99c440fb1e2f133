package io.triskel.target.aws;

import io.triskel.local.Fault;
import io.triskel.local.aws.kinesis.Shard;
import io.triskel.orders.deployed.SeededFaults;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Random faults: the stream throttles, fails and loses answers, so that events come twice; batches
 * are refused, fail, or are carried out and counted as failed; while it works, JVMs are killed, a shard is split, and a new
 * version of some functions is published.
 */
final class Chaos extends SeededFaults {
    private static final String THROTTLED = "ProvisionedThroughputExceededException";
    private static final int SPLIT_AT = 10;
    private static final int FIRST_KILL = 15;
    private static final int UPGRADE_AT = 20;
    private static final int KILL_EVERY = 100;

    /** Strikes at an application come once a second, orders far more often. */
    private static final int KILL_EVERY_OF_APPLICATION = 20;

    private final Deployment deployment;
    private final int killEvery;
    private final Runnable upgrade;
    private final List<BooleanSupplier> victims = new ArrayList<>();

    /** Arms the faults of a run of orders. */
    Chaos(long seed, Deployment deployment) {
        this(seed, deployment, KILL_EVERY, deployment.functions()::upgrade);
    }

    /** Arms the faults of any application. */
    static Chaos ofApplication(Deployment deployment) {
        return new Chaos(1, deployment, KILL_EVERY_OF_APPLICATION, deployment.functions()::upgradeHalf);
    }

    private Chaos(long seed, Deployment deployment, int killEvery, Runnable upgrade) {
        super(
                seed,
                deployment.aws().kinesis().faults(),
                deployment.aws().lambda().faults());
        this.deployment = deployment;
        this.killEvery = killEvery;
        this.upgrade = upgrade;
        deployment.functions().all().forEach(function -> victims.add(function::killOne));
        deployment
                .aws()
                .kinesis()
                .faults()
                .often(0.03, "PutRecords", new Fault.PartlyRefused(THROTTLED, 0.5))
                .often(0.02, "PutRecords", new Fault.Refused(THROTTLED))
                .often(0.02, "PutRecords", new Fault.Failed())
                .often(0.02, "PutRecords", new Fault.LostResponse());
        deployment
                .aws()
                .lambda()
                .faults()
                .often(0.01, "Invoke", new Fault.Refused("TooManyRequestsException"))
                .often(0.02, "Invoke", new Fault.Failed())
                .often(0.02, "Invoke", new Fault.LostResponse());
    }

    @Override
    protected void strike(int order) {
        if (order == SPLIT_AT) {
            split();
        }
        if (order == UPGRADE_AT) {
            upgrade.run();
        }
        if (order % killEvery == FIRST_KILL) {
            killAny(victims);
        }
    }

    private void split() {
        List<Shard> open =
                deployment.stream().shards().stream().filter(Shard::isOpen).toList();
        Shard shard = open.get(random(open.size()));
        BigInteger middle = shard.range().start().add(shard.range().end()).shiftRight(1);
        deployment.stream().split(shard.id(), middle);
    }
}
