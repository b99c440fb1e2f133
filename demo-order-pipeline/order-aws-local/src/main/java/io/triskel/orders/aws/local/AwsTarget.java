package io.triskel.orders.aws.local;

import io.triskel.local.WorkFolder;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.Conversation;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.RunLog;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The AWS target as a process: requests on standard input, answers on standard output. */
public final class AwsTarget {
    static final String NAME = "aws";

    private AwsTarget() {}

    /**
     * Ends with 0 when the run was completed, with 1 when it was not.
     *
     * @param arguments the deployment package; none to take the one that the build has made beside this module
     */
    public static void main(String[] arguments) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean completed;
        try (Writer answers = new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8))) {
            completed = new Conversation(
                            NAME,
                            (style, chaos, log) -> start(Locations.zip(arguments), style, chaos, log),
                            requests,
                            answers)
                    .hold();
        }
        System.exit(completed ? 0 : 1);
    }

    static DrivenPipeline start(Path zip, Style style, OptionalLong chaos, RunLog log) {
        Path folder = WorkFolder.create("triskel-aws-");
        try {
            LocalAwsSettings settings =
                    LocalAwsSettings.in(Locations.project(), folder).withSeed(chaos.orElse(1));
            Deployment deployment = Deployment.start(settings, zip, style, Optional.empty());
            Optional<Chaos> trouble =
                    chaos.isPresent() ? Optional.of(new Chaos(chaos.getAsLong(), deployment)) : Optional.empty();
            return new DrivenAws(folder, deployment, style, log, trouble);
        } catch (RuntimeException failed) {
            WorkFolder.remove(folder);
            throw failed;
        }
    }
}
