package io.triskel.aws.hosting.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The beginning of a template: what it is, and its parameters and conditions.
 *
 * @param comment its first lines, each begins with a hash sign
 * @param description of the stack, for people
 * @param plan as {@code infra/plan.json} has it: the defaults of what a plan decides
 */
public record TemplateHead(String comment, String description, JsonNode plan) {
    /** @param codeKeys the parameters of functions' own packages */
    String text(String archiveSeconds, String codeKeys) {
        return """
            %1$s
            AWSTemplateFormatVersion: '2010-09-09'
            Description: %11$s
            Parameters:
              Name:
                Type: String
                Description: Prefix of all names
                AllowedPattern: '[a-z][a-z0-9-]{0,19}'
              Release:
                Type: String
                Description: A digest of package and template; a new one publishes new versions of all functions
              CodeKey:
                Type: String
                Description: The package's key in the code bucket
            %12$s  # ---- What a plan decides (../../plan.json is the default one)
              Shards: {Type: Number, Default: %2$s, MinValue: 1, MaxValue: 500, Description: Each takes 1000 events or 1 MiB a second}
              Parallelization: {Type: Number, Default: %3$s, MinValue: 1, MaxValue: 10, Description: Batches of a shard that each consumer handles at once}
              MemoryMiB: {Type: Number, Default: %4$s, MinValue: 512, MaxValue: 10240, Description: Memory of each function}
              BatchSize: {Type: Number, Default: %5$s, MinValue: 1, MaxValue: 10000, Description: Most events of a batch}
              BatchWindowSeconds: {Type: Number, Default: %6$s, MinValue: 0, MaxValue: 300, Description: How long a batch waits to be full}
              RetentionHours: {Type: Number, Default: %7$s, MinValue: 168, MaxValue: 8760, Description: How long the stream keeps events}
              ReplayHorizonHours: {Type: Number, Default: %8$s, MinValue: 0, MaxValue: 99999, Description: How long the inbox outlives the stream}
              FanOut:
                Type: String
                Default: %9$s
                AllowedValues: [needed, all]
                Description: Registered consumers, those that an order waits for or all
              # ---- What a deployer decides
              ArchiveSeconds: {Type: Number, Default: %10$s, MinValue: 0, MaxValue: 900, Description: How long the archive buffers events}
              StreamKey:
                Type: String
                Default: ''
                AllowedPattern: '(arn:[a-z-]+:kms:.*)?'
                Description: ARN of your own KMS key for the stream; empty for the AWS managed key of Kinesis
              LogDays:
                Type: Number
                Default: 14
                AllowedValues: [1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731]
                Description: Retention of logs in days
              DeletionProtection:
                Type: String
                Default: 'true'
                AllowedValues: ['true', 'false', later]
                Description: Deletion protection of tables. A first deployment protects them later, so that it can roll back; false is for tests
              HttpConcurrency: {Type: Number, Default: 0, MinValue: 0, MaxValue: 1000, Description: Concurrent executions reserved for HTTP and its limit; 0 for none}
              AlarmEmail: {Type: String, Default: '', Description: 'Receives alarms, after a confirmation; none if empty'}
              BudgetUsd: {Type: Number, Default: 100, MinValue: 1, Description: Dollars a month at which the alarm topic is notified}
            Conditions:
              AllFanOut: !Equals [!Ref FanOut, all]
              OwnStreamKey: !Not [!Equals [!Ref StreamKey, '']]
              Mail: !Not [!Equals [!Ref AlarmEmail, '']]
              Protected: !Equals [!Ref DeletionProtection, 'true']
              HttpReserved: !Not [!Equals [!Ref HttpConcurrency, 0]]
              KeepsAWeek: !Equals [!Ref RetentionHours, 168]
            Resources:
            """.formatted(
                        comment,
                        planned("Shards"),
                        planned("Parallelization"),
                        planned("MemoryMiB"),
                        planned("BatchSize"),
                        planned("BatchWindowSeconds"),
                        planned("RetentionHours"),
                        planned("ReplayHorizonHours"),
                        planned("FanOut"),
                        archiveSeconds,
                        description,
                        codeKeys);
    }

    private String planned(String parameter) {
        return plan.required("clouds")
                .required("aws")
                .required("parameters")
                .required(parameter)
                .asText();
    }
}
