package io.triskel.target.aws;

import io.triskel.local.WorkFolder;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.observe.Observer;
import io.triskel.orders.deployed.DrivenDeployment;
import io.triskel.orders.deployed.FaultInjection;
import io.triskel.orders.deployed.Locations;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.RunLog;
import io.triskel.orders.run.TargetFactory;
import io.triskel.orders.run.TargetMain;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The AWS target as a process: requests on standard input, answers on standard output. */
public final class AwsTarget {
    static final Locations LOCATIONS = new Locations(AwsTarget.class, "order-aws");

    private AwsTarget() {}

    /**
     * Ends with 0 when the run was completed, with 1 when it was not.
     *
     * @param arguments the deployment package; by default the one that the build has made
     */
    public static void main(String[] arguments) throws IOException {
        run(UnaryOperator.identity(), Deployment.SHARDS, arguments);
    }

    /**
     * Runs on a local AWS with a different setup.
     *
     * @param shards of the stream at the beginning of a run with faults, which split one
     */
    static void run(UnaryOperator<LocalAwsSettings> otherwise, int shards, String... arguments) throws IOException {
        TargetMain.run("aws", new TargetFactory() {
            @Override
            public DrivenPipeline start(
                    Style style, Languages languages, OptionalLong chaos, RunLog log, Observer observer) {
                return AwsTarget.start(
                        otherwise,
                        style,
                        chaos,
                        log,
                        observer,
                        settings -> Deployment.start(
                                settings, LOCATIONS.zip(arguments), style, languages, shards(chaos), Optional.empty()));
            }

            @Override
            public DrivenPipeline startOnEngine(OptionalLong chaos, RunLog log, Observer observer) {
                return AwsTarget.start(
                        otherwise,
                        Style.ORCHESTRATION,
                        chaos,
                        log,
                        observer,
                        settings -> Deployment.startOnEngine(settings, LOCATIONS.zip(arguments), shards(chaos)));
            }

            private int shards(OptionalLong chaos) {
                return chaos.isPresent() ? shards : Deployment.FEWEST_SHARDS;
            }
        });
    }

    private static DrivenPipeline start(
            UnaryOperator<LocalAwsSettings> otherwise,
            Style style,
            OptionalLong chaos,
            RunLog log,
            Observer observer,
            Function<LocalAwsSettings, Deployment> deploying) {
        return WorkFolder.handedTo("triskel-aws-", folder -> {
            LocalAwsSettings settings = otherwise.apply(
                    LocalAwsSettings.in(LOCATIONS.project(), folder).withSeed(chaos.orElse(1)));
            Deployment deployment = deploying.apply(settings);
            Optional<FaultInjection> trouble =
                    chaos.isPresent() ? Optional.of(new Chaos(chaos.getAsLong(), deployment)) : Optional.empty();
            return new DrivenDeployment(new AwsPipeline(folder, deployment), style, log, trouble, observer);
        });
    }
}
