package io.triskel.local.aws;

import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.lambda.FunctionDefinition;
import io.triskel.local.aws.lambda.FunctionUrl;
import io.triskel.local.aws.lambda.KinesisMapping;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.lambda.MappingSettings;
import java.nio.file.Path;
import java.util.List;

/** What the README of this module shows, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings("unused")
final class ReadmePage {
    private ReadmePage() {}

    static void everything(Path project, Path folder, List<String> tables, Path zip) {
        try (LocalAws aws = LocalAws.start(LocalAwsSettings.in(project, folder).withTables(tables))) {
            KinesisStream events = aws.kinesis().createStream("events", 4);
            LambdaFunction function = aws.lambda()
                    .deploy(FunctionDefinition.of("saga", zip, "pkg.Handler::handleRequest")
                            .withEnvironment(aws.environment()));
            KinesisMapping mapping = aws.lambda().map(events, function, MappingSettings.defaults());
            FunctionUrl url = aws.lambda().url(function);
        }
    }
}
