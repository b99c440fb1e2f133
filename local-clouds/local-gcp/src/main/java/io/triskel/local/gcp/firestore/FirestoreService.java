package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.BatchWriteResponse;
import com.google.firestore.v1.BeginTransactionRequest;
import com.google.firestore.v1.BeginTransactionResponse;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.CommitResponse;
import com.google.firestore.v1.CreateDocumentRequest;
import com.google.firestore.v1.DeleteDocumentRequest;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.DocumentMask;
import com.google.firestore.v1.FirestoreGrpc;
import com.google.firestore.v1.GetDocumentRequest;
import com.google.firestore.v1.ListCollectionIdsRequest;
import com.google.firestore.v1.ListCollectionIdsResponse;
import com.google.firestore.v1.ListDocumentsRequest;
import com.google.firestore.v1.ListDocumentsResponse;
import com.google.firestore.v1.Precondition;
import com.google.firestore.v1.RollbackRequest;
import com.google.firestore.v1.RunAggregationQueryRequest;
import com.google.firestore.v1.RunAggregationQueryResponse;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.TransactionOptions;
import com.google.firestore.v1.UpdateDocumentRequest;
import com.google.firestore.v1.Write;
import com.google.firestore.v1.WriteResult;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.wire.Calls;
import io.triskel.local.gcp.wire.GrpcLoopback;
import io.triskel.local.gcp.wire.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** The calls of the API. */
final class FirestoreService extends FirestoreGrpc.FirestoreImplBase {
    private static final int PAGE = 300;

    private final Documents documents;
    private final IndexExemptions exemptions;
    private final Contention contention;
    private final Commits commits;
    private final FirestoreCounts counts;
    private final FaultPlan faults;

    FirestoreService(
            Documents documents,
            IndexExemptions exemptions,
            Contention contention,
            Commits commits,
            FirestoreCounts counts,
            FaultPlan faults) {
        this.documents = documents;
        this.exemptions = exemptions;
        this.contention = contention;
        this.commits = commits;
        this.counts = counts;
        this.faults = faults;
    }

    /** The transaction that a read belongs to, and whether it begins with it. */
    private record Reader(Optional<Transaction> transaction, boolean begins) {
        private ByteString beginning() {
            return begins ? transaction.orElseThrow().id() : ByteString.EMPTY;
        }
    }

    @Override
    public void getDocument(GetDocumentRequest request, StreamObserver<Document> caller) {
        Calls.answer(caller, () -> {
            String name = DocumentName.checked(request.getName());
            synchronized (documents) {
                Optional<Document> document = documents.get(name);
                reader(request.getTransaction()).transaction().ifPresent(reading -> reading.read(name, document));
                counts.read(1);
                return masked(
                        document.orElseThrow(() -> Status.NOT_FOUND
                                .withDescription("Document \"" + name + "\" not found.")
                                .asRuntimeException()),
                        request.hasMask() ? Optional.of(request.getMask()) : Optional.empty());
            }
        });
    }

    @Override
    public void batchGetDocuments(BatchGetDocumentsRequest request, StreamObserver<BatchGetDocumentsResponse> caller) {
        Calls.attempt(caller, () -> {
            List<BatchGetDocumentsResponse> responses = new ArrayList<>();
            synchronized (documents) {
                Reader reader = request.hasNewTransaction()
                        ? beginning(request.getNewTransaction())
                        : reader(request.getTransaction());
                Timestamp now = documents.tick();
                if (reader.begins()) {
                    responses.add(BatchGetDocumentsResponse.newBuilder()
                            .setTransaction(reader.beginning())
                            .setReadTime(now)
                            .build());
                }
                for (String name : request.getDocumentsList()) {
                    Optional<Document> document = documents.get(DocumentName.checked(name));
                    reader.transaction().ifPresent(reading -> reading.read(name, document));
                    counts.read(1);
                    responses.add(response(request, name, document, now));
                }
            }
            responses.forEach(caller::onNext);
            caller.onCompleted();
        });
    }

    @Override
    public void listDocuments(ListDocumentsRequest request, StreamObserver<ListDocumentsResponse> caller) {
        Calls.answer(caller, () -> {
            StructuredQuery.Builder query = StructuredQuery.newBuilder()
                    .addFrom(
                            StructuredQuery.CollectionSelector.newBuilder().setCollectionId(request.getCollectionId()));
            if (!request.getOrderBy().isEmpty()) {
                throw Refusal.unimplemented("ListDocuments in another order than by name");
            }
            int size = request.getPageSize() > 0 ? request.getPageSize() : PAGE;
            Optional<DocumentMask> mask = request.hasMask() ? Optional.of(request.getMask()) : Optional.empty();
            synchronized (documents) {
                List<Document> later = Query.of(request.getParent(), query.build(), exemptions).run(documents).stream()
                        .filter(document -> document.getName().compareTo(request.getPageToken()) > 0)
                        .toList();
                List<Document> page = later.subList(0, Math.min(size, later.size()));
                counts.read(page.size());
                ListDocumentsResponse.Builder response = ListDocumentsResponse.newBuilder();
                page.forEach(document -> response.addDocuments(masked(document, mask)));
                if (page.size() < later.size()) {
                    response.setNextPageToken(page.get(page.size() - 1).getName());
                }
                return response.build();
            }
        });
    }

    @Override
    public void listCollectionIds(ListCollectionIdsRequest request, StreamObserver<ListCollectionIdsResponse> caller) {
        Calls.answer(caller, () -> {
            synchronized (documents) {
                return ListCollectionIdsResponse.newBuilder()
                        .addAllCollectionIds(documents.collectionIds(DocumentName.database(request.getParent())))
                        .build();
            }
        });
    }

    @Override
    public void runQuery(RunQueryRequest request, StreamObserver<RunQueryResponse> caller) {
        Calls.attempt(caller, () -> {
            Query query = Query.of(request.getParent(), request.getStructuredQuery(), exemptions);
            List<Document> results;
            Reader reader;
            Timestamp now;
            synchronized (documents) {
                reader = request.hasNewTransaction()
                        ? beginning(request.getNewTransaction())
                        : reader(request.getTransaction());
                results = query.run(documents);
                reader.transaction().ifPresent(reading -> reading.read(query, results));
                now = documents.tick();
                counts.read(results.size());
            }
            if (reader.begins()) {
                caller.onNext(RunQueryResponse.newBuilder()
                        .setTransaction(reader.beginning())
                        .build());
            }
            for (Document document : results) {
                caller.onNext(RunQueryResponse.newBuilder()
                        .setDocument(query.projected(document))
                        .setReadTime(now)
                        .build());
            }
            if (results.isEmpty()) {
                caller.onNext(RunQueryResponse.newBuilder().setReadTime(now).build());
            }
            caller.onCompleted();
        });
    }

    @Override
    public void runAggregationQuery(
            RunAggregationQueryRequest request, StreamObserver<RunAggregationQueryResponse> caller) {
        Calls.answer(caller, () -> {
            var structure = request.getStructuredAggregationQuery();
            Query query = Query.of(request.getParent(), structure.getStructuredQuery(), exemptions);
            synchronized (documents) {
                Reader reader = request.hasNewTransaction()
                        ? beginning(request.getNewTransaction())
                        : reader(request.getTransaction());
                List<Document> results = query.run(documents);
                reader.transaction().ifPresent(reading -> reading.read(query, results));
                // One read for up to 1000 index entries.
                counts.read(results.size() / 1000 + 1);
                return RunAggregationQueryResponse.newBuilder()
                        .setTransaction(reader.beginning())
                        .setResult(Aggregations.of(structure.getAggregationsList(), results))
                        .setReadTime(documents.tick())
                        .build();
            }
        });
    }

    @Override
    public void beginTransaction(BeginTransactionRequest request, StreamObserver<BeginTransactionResponse> caller) {
        Calls.answer(caller, () -> {
            synchronized (documents) {
                return BeginTransactionResponse.newBuilder()
                        .setTransaction(contention.begin(request.getOptions()).id())
                        .build();
            }
        });
    }

    @Override
    public void rollback(RollbackRequest request, StreamObserver<Empty> caller) {
        Calls.answer(caller, () -> {
            commits.rollback(request.getTransaction());
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void commit(CommitRequest request, StreamObserver<CommitResponse> caller) {
        Calls.attempt(caller, () -> {
            checkSize(request.getSerializedSize());
            Optional<Transaction> transaction = request.getTransaction().isEmpty()
                    ? Optional.empty()
                    : Optional.of(transaction(request.getTransaction()));
            var unused = commits.commit(request.getWritesList(), transaction).whenComplete((response, refusal) -> {
                if (refusal == null) {
                    caller.onNext(response);
                    caller.onCompleted();
                } else {
                    caller.onError(refusal instanceof CompletionException wrapped ? wrapped.getCause() : refusal);
                }
            });
        });
    }

    /** Each write for itself, some of which a fault may refuse. */
    @Override
    public void batchWrite(BatchWriteRequest request, StreamObserver<BatchWriteResponse> caller) {
        Optional<Fault.PartlyRefused> fault = GrpcLoopback.partlyRefused();
        Calls.answer(caller, () -> {
            checkSize(request.getSerializedSize());
            BatchWriteResponse.Builder response = BatchWriteResponse.newBuilder();
            for (Write write : request.getWritesList()) {
                try {
                    fault.filter(partly -> faults.chance(partly.share())).ifPresent(partly -> {
                        throw Status.fromCode(Status.Code.valueOf(partly.code()))
                                .withDescription("Injected fault")
                                .asRuntimeException();
                    });
                    response.addWriteResults(commits.write(write).results().get(0))
                            .addStatus(com.google.rpc.Status.getDefaultInstance());
                } catch (StatusRuntimeException refusal) {
                    response.addWriteResults(WriteResult.getDefaultInstance())
                            .addStatus(com.google.rpc.Status.newBuilder()
                                    .setCode(refusal.getStatus().getCode().value())
                                    .setMessage(Optional.ofNullable(
                                                    refusal.getStatus().getDescription())
                                            .orElse("")));
                }
            }
            return response.build();
        });
    }

    @Override
    public void createDocument(CreateDocumentRequest request, StreamObserver<Document> caller) {
        Calls.answer(caller, () -> {
            String id = request.getDocumentId().isEmpty() ? UUID.randomUUID().toString() : request.getDocumentId();
            String name = request.getParent() + "/" + request.getCollectionId() + "/" + id;
            return written(Write.newBuilder()
                    .setUpdate(request.getDocument().toBuilder().setName(name))
                    .setCurrentDocument(Precondition.newBuilder().setExists(false))
                    .build());
        });
    }

    @Override
    public void updateDocument(UpdateDocumentRequest request, StreamObserver<Document> caller) {
        Calls.answer(caller, () -> {
            Write.Builder write = Write.newBuilder().setUpdate(request.getDocument());
            if (request.hasUpdateMask()) {
                write.setUpdateMask(request.getUpdateMask());
            }
            if (request.hasCurrentDocument()) {
                write.setCurrentDocument(request.getCurrentDocument());
            }
            return written(write.build());
        });
    }

    @Override
    public void deleteDocument(DeleteDocumentRequest request, StreamObserver<Empty> caller) {
        Calls.answer(caller, () -> {
            Write.Builder write = Write.newBuilder().setDelete(request.getName());
            if (request.hasCurrentDocument()) {
                write.setCurrentDocument(request.getCurrentDocument());
            }
            commits.write(write.build());
            return Empty.getDefaultInstance();
        });
    }

    private Document written(Write write) {
        return commits.write(write).after().values().stream()
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    private Transaction transaction(ByteString id) {
        synchronized (documents) {
            return contention.find(id);
        }
    }

    private Reader reader(ByteString transaction) {
        return new Reader(transaction.isEmpty() ? Optional.empty() : Optional.of(contention.find(transaction)), false);
    }

    private Reader beginning(TransactionOptions options) {
        return new Reader(Optional.of(contention.begin(options)), true);
    }

    private static BatchGetDocumentsResponse response(
            BatchGetDocumentsRequest request, String name, Optional<Document> document, Timestamp now) {
        Optional<DocumentMask> mask = request.hasMask() ? Optional.of(request.getMask()) : Optional.empty();
        BatchGetDocumentsResponse.Builder response =
                BatchGetDocumentsResponse.newBuilder().setReadTime(now);
        document.ifPresentOrElse(found -> response.setFound(masked(found, mask)), () -> response.setMissing(name));
        return response.build();
    }

    private static Document masked(Document document, Optional<DocumentMask> mask) {
        return mask.map(fields -> Query.project(document, fields.getFieldPathsList()))
                .orElse(document);
    }

    private static void checkSize(int bytes) {
        Refusal.unless(
                bytes <= DocumentLimits.REQUEST_BYTES,
                "Request payload size exceeds the limit: 10485760 bytes, this one has " + bytes);
    }
}
