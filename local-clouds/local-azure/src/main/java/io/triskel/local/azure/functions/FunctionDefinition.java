package io.triskel.local.azure.functions;

/**
 * The content of a function.json.
 *
 * @param name of the folder
 * @param scriptFile the jar, relative to the folder
 * @param entryPoint the class, a dot, and the method
 */
record FunctionDefinition(String name, String scriptFile, String entryPoint, Trigger trigger, RetryPolicy retry) {}
