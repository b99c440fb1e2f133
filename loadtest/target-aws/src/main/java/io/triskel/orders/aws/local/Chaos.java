package io.triskel.orders.aws.local;

import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.kinesis.Shard;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.orders.deployed.FaultInjection;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random faults: the stream throttles, fails and loses answers, so that events come twice; batches
 * are refused, fail, or are carried out and counted as failed; while orders come in, JVMs are killed, a shard is split, and a new
 * version of some functions is published.
 */
final class Chaos implements FaultInjection {
    private static final String THROTTLED = "ProvisionedThroughputExceededException";
    private static final int SPLIT_AT = 10;
    private static final int FIRST_KILL = 15;
    private static final int UPGRADE_AT = 20;
    private static final int KILL_EVERY = 100;

    private final Random random;
    private final Deployment deployment;
    private final List<LambdaFunction> victims;
    private int orders;
    private int killed;

    /** Arms the faults. */
    Chaos(long seed, Deployment deployment) {
        random = new Random(seed);
        this.deployment = deployment;
        victims = new ArrayList<>(deployment.functions().values());
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
    public void order() {
        orders++;
        if (orders == SPLIT_AT) {
            split();
        }
        if (orders == UPGRADE_AT) {
            deployment.upgrade();
        }
        if (orders % KILL_EVERY == FIRST_KILL) {
            kill();
        }
    }

    private void split() {
        List<Shard> open =
                deployment.stream().shards().stream().filter(Shard::isOpen).toList();
        Shard shard = open.get(random.nextInt(open.size()));
        BigInteger middle = shard.range().start().add(shard.range().end()).shiftRight(1);
        deployment.stream().split(shard.id(), middle);
    }

    /** Kills a JVM of a random function that has one, a busy JVM if possible. */
    private void kill() {
        int first = random.nextInt(victims.size());
        for (int i = 0; i < victims.size(); i++) {
            if (victims.get((first + i) % victims.size()).killOne()) {
                killed++;
                return;
            }
        }
    }

    @Override
    public int killed() {
        return killed;
    }

    @Override
    public Map<String, Long> struck() {
        Map<String, Long> struck = new TreeMap<>();
        for (FaultPlan plan : List.of(
                deployment.aws().kinesis().faults(), deployment.aws().lambda().faults())) {
            // The fault's name alone, without details such as its error code.
            plan.injected().forEach((fault, count) -> struck.merge(fault.replaceAll("\\[.*", ""), count, Long::sum));
        }
        return struck;
    }
}
