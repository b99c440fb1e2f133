package io.triskel.engine;

import io.triskel.codec.TypeRegistry;
import io.triskel.saga.StepsDescription;

/**
 * Exports a process to the clouds' workflow engines. The engine runs the flow: sequence, waiting, retries, time-outs,
 * compensation in reverse. It calls a function that fills commands and reads replies ({@link EngineDesk}).
 *
 * <pre>{@code
 * System.out.print(EngineProcess.of(FulfilmentSaga.steps().describe(), types).asAmazonStates());
 * }</pre>
 */
public final class EngineProcess {
    private final Flow flow;

    private EngineProcess(Flow flow) {
        this.flow = flow;
    }

    /**
     * Reads a process.
     *
     * @param types has the wire names of commands and replies
     * @throws NotExportableException with all reasons, if no engine can run it
     */
    public static EngineProcess of(StepsDescription process, TypeRegistry types) {
        return new EngineProcess(new FlowReader(process, types).read());
    }

    /**
     * {@return a state machine in the Amazon States Language, for AWS Step Functions (Standard)} CloudFormation's
     * {@code DefinitionSubstitutions} replaces {@code ${AskFunction}} by the function to call, and {@code ${Partition}} by {@code
     * AWS::Partition}.
     */
    public String asAmazonStates() {
        return new AmazonStates(flow).text();
    }

    /** {@return the Java source of an orchestrator for Azure Durable Functions, in this package} */
    public String asDurableFunctions(String javaPackage) {
        return new DurableFunctions(flow, javaPackage).text();
    }

    /**
     * {@return a definition for Google Cloud Workflows, as JSON} The workflow's environment variable {@code ASK_URL} must
     * have the address of the function to call.
     */
    public String asGoogleWorkflow() {
        return new GoogleWorkflows(flow).text();
    }
}
