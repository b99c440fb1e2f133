package io.triskel.local.aws.lambda;

import io.triskel.local.aws.lambda.fixture.StreamFunction;
import java.nio.file.Path;
import java.util.Map;

/** The stream function, ready to be deployed by tests of other packages. */
public final class StreamFunctionDeployment {
    private StreamFunctionDeployment() {}

    /** Zipped into the folder, with three execution environments, writing to the output. */
    public static FunctionDefinition in(Path folder, Path output) throws Exception {
        return FunctionDefinition.of(
                        "stream", Deployment.zip(folder), StreamFunction.class.getName() + "::handleRequest")
                .withMaxConcurrency(3)
                .withEnvironment(Map.of("OUTPUT", output.toString()));
    }
}
