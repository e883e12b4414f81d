# docker build -t aligner . && docker run --rm -v "$PWD:/work" aligner check article.es.html
FROM python:3.12-slim AS build
WORKDIR /build
COPY . .
RUN pip install --no-cache-dir --no-compile --prefix=/installed .

FROM python:3.12-slim
LABEL org.opencontainers.image.title="aligner" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
COPY --from=build /installed /usr/local
RUN useradd --create-home --uid 10001 aligner
USER aligner
WORKDIR /work
ENTRYPOINT ["aligner"]
CMD ["--help"]
