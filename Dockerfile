# Four stages, so that a change of sources downloads nothing and builds no new runtime.

# A Java runtime of the modules that jdeps finds in the programs' jars, and no more. The archive
# is for the flags that bin/supervisor and bin/agency use.
FROM eclipse-temurin:25-jdk AS runtime
RUN jlink --add-modules java.base,java.logging,java.naming,java.sql,java.xml,jdk.net,java.management,java.security.jgss,java.security.sasl,jdk.unsupported \
      --strip-java-debug-attributes --no-header-files --no-man-pages --output /opt/java/runtime \
 && /opt/java/runtime/bin/java -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xshare:dump

# Everything that Maven downloads. An empty class makes it fetch the compiler's own plugins, too.
FROM eclipse-temurin:25-jdk AS dependencies
RUN command -v curl && command -v unzip \
 || { apt-get update && apt-get install -y --no-install-recommends curl unzip; }
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY testkit/pom.xml testkit/
COPY brokers/pom.xml brokers/
COPY ipc/pom.xml ipc/
COPY ledger/pom.xml ledger/
COPY ledger-kafka/pom.xml ledger-kafka/
COPY worker/pom.xml worker/
COPY supervisor/pom.xml supervisor/
COPY agency/pom.xml agency/
COPY auditor/pom.xml auditor/
COPY e2e/pom.xml e2e/
COPY bench/pom.xml bench/
RUN mkdir -p ipc/src/main/java/loteria \
 && printf 'package loteria;\n\nclass Empty {}\n' >ipc/src/main/java/loteria/Empty.java \
 && ./mvnw -q -B -Dmaven.test.skip=true -Daot.skip=true -Dbrokers.skip -pl '!bench' package \
 && rm -r target */target ipc/src

FROM dependencies AS build
COPY ipc/src/main ipc/src/main
COPY ledger/src/main ledger/src/main
COPY ledger-kafka/src/main ledger-kafka/src/main
COPY worker/src/main worker/src/main
COPY supervisor/src/main supervisor/src/main
COPY agency/src/main agency/src/main
COPY auditor/src/main auditor/src/main
RUN ./mvnw -q -B -Dmaven.test.skip=true -Daot.skip=true -Dbrokers.skip -pl '!bench' package

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends netcat-openbsd tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/loteria loteria \
 && install -d -o loteria -g loteria -m 700 /var/lib/loteria /bets /run/loteria
COPY --from=runtime /opt/java/runtime /opt/java/runtime
COPY --from=build /build/target/loteria /opt/loteria
ENV JAVA_HOME=/opt/java/runtime PATH=/opt/loteria/bin:$PATH LANG=C.UTF-8
RUN /opt/loteria/lib/make-aot.sh
# Not in the data, which only the server's user may enter: an agency may run as another (docker run --user).
WORKDIR /
USER loteria
# A program that lacks a module of Java does not start: found out here rather than later.
RUN supervisor --version && agency --version && auditor --version \
 && $JAVA_HOME/bin/java --dry-run -p /opt/loteria/lib:/opt/loteria/lib/kafka -m loteria.worker/loteria.worker.WorkerMain
EXPOSE 12345
ENTRYPOINT ["tini", "--"]
CMD ["supervisor", "--data", "/var/lib/loteria", "--run", "/run/loteria"]
